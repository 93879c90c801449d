/** What a status that begins with the word means. */
import { saysCancelled } from '../../../../../nodes/BookingCom/reservations/cancelled-status';
import { inASecond } from '../../../../support/cpu-time';

it.each([
	...['Cancel', 'Cancelled', 'canceled', 'CANCELLED_BY_GUEST', 'Cancelled!', 'Cancellation'],
	...['Cancelled, no refund', 'CANCELLED_NO_SHOW', 'Cancelled (no show)', 'Cancelled - payment failed'],
	...[
		'Cancelled: guest request',
		'Cancelled - awaiting refund',
		'Cancelled, refund pending',
		'Canceled - pending refund',
	],
	...['Cancelled at request of guest', 'Cancelled: card refused'],
	...['Cancelled, fee 50%', 'Cancelled (100 % charge)', 'Cancelled on 03.07.2027', 'İptal', 'iptal'],
])('%j means cancelled', (status) => expect(saysCancelled(status)).toBe(true));

it.each([
	...['Cancel requested', 'Cancellation pending', 'cancellable', 'Cancel failed', 'Cancel: no', 'Cancellation refused'],
	...[
		'CANCELLED_REQUESTED',
		'Cancelled request',
		'Cancelled (pending)',
		'Cancelled - pending approval',
		'Cancelled: false',
	],
	...['Cancelled?', 'cancelled=0', 'Cancelled: 0', 'Cancelled: no', 'Cancelled by mistake', 'Cancelled - reverted'],
	...['Cancelled 50%', 'Cancelled=50% fee'],
	...['!cancelled', 'not cancelled', 'Confirmed', '', undefined],
])('%j does not', (status) => expect(saysCancelled(status)).toBe(false));

it('takes a moment to read, however long it is', () => {
	for (const unit of ['cancel', 'cancelled ', 'cancelled pending refund ', ' '])
		inASecond(() => saysCancelled(`cancel${unit.repeat(1_000_000)}`));
});
