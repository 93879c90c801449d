export { CashRegister, payloadOf, type BookingReference, type Receipt, type RegisterOptions } from './register';
export { dayAtTheCounter, type Folio, type DayOptions } from './day';
