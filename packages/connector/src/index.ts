export * from './contract.ts';
export * from './discovery.ts';
export * from './errors.ts';
export * from './events.ts';
export * from './json.ts';
export * from './login-io.ts';
export * from './requests.ts';
