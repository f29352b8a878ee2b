/** Times that people mean when they say later. */

export type LaterName = 'inAnHour' | 'tonight' | 'tomorrow' | 'monday';

export function laterTimes(now: Date): readonly (readonly [LaterName, Date])[] {
  const at = (days: number, hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const inAnHour = new Date(now.getTime() + 3_600_000);
  const tonight = at(0, 20);
  const toMonday = (8 - now.getDay()) % 7 || 7;
  return [
    ['inAnHour', inAnHour] as const,
    ...(tonight.getTime() > inAnHour.getTime() ? [['tonight', tonight] as const] : []),
    ['tomorrow', at(1, 9)] as const,
    ...(toMonday > 1 ? [['monday', at(toMonday, 9)] as const] : []),
  ];
}
