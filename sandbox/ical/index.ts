export { startCalendars, type CalendarRequest, type CalendarsOptions, type CalendarsSandbox } from './server';
export { Listing, type CalendarItem, type Closure, type Dialect, type GuestBooking } from './listing';
export { historyOf, type History, type HistoryStep, type Outage } from './history';
export { calendarText, type Oddities } from './render';
export type { FaultKind, FaultOptions } from './faults';
