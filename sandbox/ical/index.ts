export { startCalendars, type CalendarRequest, type CalendarsOptions, type CalendarsSandbox } from './server';
export { Listing, type CalendarItem, type Closure, type Dialect, type GuestBooking } from './listing';
export { historyOf, type History, type HistoryStep, type Outage } from './history';
export { CALENDAR_HOST, calendarListings, calendarSeason, type CalendarSeason, type Script } from './season';
export { calendarText, type Oddities } from './render';
export type { FaultKind, FaultOptions } from './faults';
