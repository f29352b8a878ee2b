/**
 * The release of the official app whose API generation is spoken here, sent as `X-Beeper-Desktop-Version` (contract 1.1): clients switch features on
 * by it. Partyline's own version is in `GET /v1/info`.
 */
export const beeperVersion = '4.3.73';
