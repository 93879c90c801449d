export { startOpera, type OperaSandbox, type OperaStatistics, type SeenRequest } from './server';
export type { OperaOptions, Account } from './options';
export { operaRoomTypesOf, type Configuration } from './configuration';
export type { FaultKind } from './faults';
export type { Stay, StayStatus } from './stay';
