export { startSelfKey, type SelfKeyOptions, type SelfKeySandbox } from './server';
export type { SelfKeyStatistics } from './statistics';
export type { SelfKeyHotel, SelfKeyIntegration } from './tables';
export { roomMapOf } from './tables';
export type { DeskEdit, DirectSale, FrontDesk } from './front-desk';
export type { ApiKey } from './rest';
export type { WriteFault } from './faults';
export type { OutgoingAttempt, OutgoingEvent, OutgoingSettings, OutgoingWebhooks } from './outgoing';
