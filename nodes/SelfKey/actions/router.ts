import type { Operations } from '../../shared/operations';
import { getAll as getAvailability } from './availability/getAll.operation';
import { get as getBooking } from './booking/get.operation';
import { getAll as getBookings } from './booking/getAll.operation';
import { get as getEstablishment } from './establishment/get.operation';
import { getAll as getEstablishments } from './establishment/getAll.operation';
import { check as checkHotelSettings } from './hotelSetting/check.operation';
import { create as createPayment } from './payment/create.operation';
import { upsert } from './reservation/upsert.operation';

export const operations: Operations = {
	'reservation.upsert': upsert,
	'payment.create': createPayment,
	'booking.get': getBooking,
	'booking.getAll': getBookings,
	'availability.getAll': getAvailability,
	'establishment.get': getEstablishment,
	'establishment.getAll': getEstablishments,
	'hotelSetting.check': checkHotelSettings,
};
