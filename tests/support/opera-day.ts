/** A day with OPERA in which the nodes do everything that they can, so that each of their requests is seen. */
import type { IDataObject } from 'n8n-workflow';
import type { OperaSandbox } from '../../sandbox/opera';
import { OperaTrigger } from '../../nodes/Opera/OperaTrigger.node';
import { chosenCodes, operaTriggerContext, runOpera } from './opera-node';
import { changedItem, type Given } from './opera-reservations';

export async function everyOperation(opera: OperaSandbox): Promise<void> {
	const run = async (resource: string, operation: string, parameters: IDataObject = {}, items?: IDataObject[]) =>
		(await runOpera(opera.url, { resource, operation, parameters, ...(items ? { items } : {}) })).map(
			({ json }) => json,
		);
	const write = async (given: Given) => await run('reservation', 'upsert', chosenCodes, [changedItem(given)]);

	await write({ remarks: ['Late arrival'], rooms: [{ id: '460' }, { id: '461', roomName: '102' }] });
	await write({ remarks: ['Cot, please'], rooms: [{ id: '460', checkOut: '2027-06-05' }] });
	await write({ reservationId: '2', booker: { email: 'marie@example.com' } });
	await write({ reservationId: '3', booker: { email: 'marie@example.com' } });
	await write({ reservationId: '2', status: 'cancelled', event: 'cancelled' });
	const [stay] = opera.stays();
	await run('reservation', 'get', { reservationId: stay?.id ?? '' });
	await run('reservation', 'getAll', {
		returnAll: true,
		filters: { arrivalStartDate: '2027-01-01', reservationStatuses: ['Cancelled', 'DueIn'], surname: 'Dupont' },
	});
	const paid = { reservationKey: 'booking.com/8011855/2', amount: '50', currency: 'CHF', paymentMethod: 'VA' };
	await write({ reservationId: '5' });
	const key = 'booking.com/8011855/5';
	await run('payment', 'create', { ...paid, reservationKey: key, paymentId: 'POS-1', refundId: '' });
	await run('payment', 'create', { ...paid, reservationKey: key, paymentId: 'POS-1', refundId: 'R-1' });
	const housed = opera.stays().at(-1);
	if (housed) opera.deskEdit(housed.id, { status: 'InHouse' });
	await run('payment', 'create', { ...paid, reservationKey: key, paymentId: 'POS-2', refundId: '' });
	await run('guest', 'upsert', {
		externalId: 'G-1',
		lastName: 'Favre',
		additionalFields: { email: 'favre@example.com' },
	});
	await run('guest', 'get', { profileId: opera.profiles()[0]?.id ?? '' });
	await run('guest', 'getAll', { returnAll: true, contactData: true, filters: { profileName: 'Favre' } });
	opera.closeRoom({
		roomId: '102',
		status: 'OutOfOrder',
		start: '2027-02-01',
		end: '2027-02-03',
		reasonCode: 'AC',
		reasonDescription: 'Air conditioning',
	});
	await run('room', 'getAll', { returnAll: true });
	await run('inventory', 'getAll', { returnAll: true, from: '2027-02-01', to: '2027-02-02' });
	await run('reservation', 'cancel', { reservationId: stay?.id ?? '', cancellationReason: 'DUPL' });
	await run('code', 'check', { chosen: chosenCodes }, [{ rooms: ['101'], roomTypes: [] }]);
	const filledIn = { ...chosenCodes, ratePlan: '', options: { fillsIn: true } };
	await run('reservation', 'upsert', filledIn, [changedItem({ reservationId: '6' })]);
	await run('reservation', 'upsert', filledIn, [
		changedItem({ reservationId: '6', rooms: [{ id: '460', checkOut: '2027-06-06' }] }),
	]);
	await runOpera(opera.url, {
		resource: 'room',
		operation: 'getAll',
		credential: { grant: 'password', enterpriseId: '' },
	});
	await listen(opera);
	await run('reservation', 'getPage', { begin: '', pageSize: 10 });
}

/** Both queues, and the comparison with the first poll. */
async function listen(opera: OperaSandbox): Promise<void> {
	opera.deskBook({ givenName: 'Ada', surname: 'Favre', arrival: '2027-03-01', departure: '2027-03-03' });
	for (const allHotels of [false, true]) {
		const trigger = operaTriggerContext(opera.url, { parameters: { options: { allHotels } } });
		await new OperaTrigger().poll.call(trigger.poll);
		opera.deskEdit(opera.stays().at(-1)?.id ?? '', { status: 'InHouse', roomId: '101' });
	}
}
