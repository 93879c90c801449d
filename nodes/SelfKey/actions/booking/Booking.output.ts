/** What each operation gives out, for the editor: the columns of SelfKey's that most hotels need. `payments` comes with signed
 * access only. */
import { balanceOutput } from '../../../shared/money-output';
import {
	number,
	object,
	orNull,
	text,
	textOrNull,
	withFields,
	yesOrNo,
} from '../../../shared/operations/output-schema';

const booking = object({
	id: text,
	bookingNumber: number,
	hotelSlug: text,
	bookingType: text,
	paymentStatus: text,
	roomId: textOrNull,
	room: orNull(object({ id: text, name: text })),
	checkInDate: text,
	checkOutDate: text,
	bookingDate: text,
	clientFirstName: text,
	clientLastName: text,
	clientEmail: text,
	clientPhone: text,
	clientCity: text,
	clientCountry: text,
	adults: number,
	children: number,
	guests: number,
	hasDog: yesOrNo,
	amount: number,
	currency: text,
	touristTaxTotal: number,
	internalNote: textOrNull,
});

export const outputs = {
	get: withFields(booking, { payments: object({ key: text, balance: balanceOutput }) }),
	getAll: booking,
};
