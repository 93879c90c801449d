/** What each operation gives out, for the editor: SelfKey's columns without *Simplify* are some forty. `payments` comes with
 * signed access only. */
import { balanceOutput } from '../../../shared/money-output';
import { number, object, orNull, text, textOrNull, withFields } from '../../../shared/operations/output-schema';

const booking = object({
	id: text,
	bookingNumber: number,
	roomId: textOrNull,
	room: orNull(object({ id: text, name: text })),
	checkInDate: text,
	checkOutDate: text,
	clientFirstName: text,
	clientLastName: text,
	amount: number,
	currency: text,
});

export const outputs = {
	get: withFields(booking, { payments: object({ key: text, balance: balanceOutput }) }),
	getAll: booking,
};
