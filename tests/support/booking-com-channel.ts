/** Booking.com's sandbox as a source of the channel contract. */
import { startBookingCom, type BookingComSandbox } from '../../sandbox/booking-com';
import type { FaultKind } from '../../sandbox/booking-com/faults';
import { cancelledStep, modifiedStep, newStep, sampleBooking } from '../../sandbox/hotel';
import { bookingComAccount } from './booking-com-node';
import type { Connection, Told } from './channel-contract';
import { startRecordingProxy } from './recording-proxy';

const FAULTS: readonly FaultKind[] = ['unauthorized', 'forbidden', 'serverError', 'html', 'truncated', 'reset'];

/** The source, and where a node reaches it: what passes there is kept. */
export async function bookingComSource(): Promise<
	Pick<Connection, 'tell' | 'wire' | 'faults' | 'close'> & { sandbox: BookingComSandbox }
> {
	const sandbox = await startBookingCom({ credentials: bookingComAccount });
	const proxy = await startRecordingProxy(sandbox.url);
	return {
		sandbox: { ...sandbox, url: proxy.url },
		tell: (told) => sandbox.enqueue(stepOf(told)),
		wire: () => proxy.passed.map(({ responseBody }) => responseBody).join('\n'),
		faults: Object.fromEntries(FAULTS.map((kind) => [kind, () => sandbox.faults.next(kind, { times: 9 })])),
		async close() {
			await proxy.close();
			await sandbox.close();
		},
	};
}

function stepOf({ event, reservationId, checkIn, checkOut, cardNumber, wish }: Told) {
	const card = { code: 'VI', number: cardNumber, cvc: '123', expiry: '1230', holder: 'Z Lefevre' };
	const booking = sampleBooking({
		reservationId,
		rooms: [{ checkIn, checkOut }],
		card: { ...card, activeFrom: null, lookupFailed: false },
		remarks: [wish],
	});
	return { new: newStep, modified: modifiedStep, cancelled: cancelledStep }[event](booking);
}
