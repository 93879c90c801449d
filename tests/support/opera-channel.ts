/** The desk in OPERA as a source of the channel contract: what it books and changes becomes business events. */
import { startOpera, type FaultKind, type OperaSandbox } from '../../sandbox/opera';
import type { Connection, Told } from './channel-contract';
import { operaOptions } from './opera-node';
import { startRecordingProxy } from './recording-proxy';

const FAULTS: readonly FaultKind[] = ['serverError', 'tooMany', 'unauthorized', 'gatewayTimeout'];

/** The source, and where a node reaches it: what passes there is kept. */
export async function operaSource(): Promise<Pick<Connection, 'tell' | 'wire' | 'faults' | 'close'> & { url: string }> {
	// OPERA's times have whole seconds, and each change is one later.
	let now = Date.now();
	const sandbox = await startOpera({ ...operaOptions, clock: () => (now += 1000) });
	const proxy = await startRecordingProxy(sandbox.url);
	return {
		url: proxy.url,
		tell: (told) => tell(sandbox, told),
		wire: () => proxy.passed.map(({ responseBody }) => responseBody).join('\n'),
		faults: Object.fromEntries(FAULTS.map((kind) => [kind, () => sandbox.faults.next(kind, { times: 20 })])),
		async close() {
			await proxy.close();
			await sandbox.close();
		},
	};
}

function tell(opera: OperaSandbox, { event, reservationId, checkIn, checkOut, cardNumber, wish, place }: Told): void {
	const nights = [];
	for (let date = Date.parse(checkIn); date < Date.parse(checkOut); date += 86_400_000)
		nights.push({ date: new Date(date).toISOString().slice(0, 10), amount: 120, currency: 'CHF' });
	const stay = { arrival: checkIn, departure: checkOut, nights };
	const status = event === 'cancelled' ? 'Cancelled' : 'Reserved';
	if (!opera.stays().some(({ id }) => id === reservationId))
		opera.deskBook({ id: reservationId, givenName: 'Ada', surname: wish.slice(0, 40), ...stay });
	// The desk may write a card number into a note.
	const notes = [{ id: '1', text: `${wish} ${cardNumber} (${place})`, type: 'GEN' }];
	opera.deskEdit(reservationId, { ...stay, status, notes });
}
