export { CashRegister, payloadOf, type BookingReference, type Receipt, type RegisterOptions } from './register';
export { dayAtTheCounter, type Account, type DayOptions } from './day';
