/** A day with OPERA in which the node does everything that it can, so that each of its requests is seen. */
import type { IDataObject } from 'n8n-workflow';
import type { OperaSandbox } from '../../sandbox/opera';
import { chosenCodes, runOpera } from './opera-node';
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
	await run('reservation', 'cancel', { reservationId: stay?.id ?? '', cancellationReason: 'DUPL' });
}
