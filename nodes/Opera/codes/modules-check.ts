/**
 * Which of OPERA's APIs the application may not use: each is asked for something small. The queue of business events is
 * left out, since asking would empty it.
 */
import { ApiError } from '../../shared/request/api-error';
import type { RequestContext } from '../../shared/request/request';
import { MODULES, type ModuleId } from '../modules';
import { operaRequest, type OperaHotel, type OperaRequest } from '../transport';
import { failureOf } from '../write-attempts';

/** A reference that nothing has. */
const NOTHING = { externalReferenceIds: ['n8n-check'], limit: 1 };

const aReservation = (system: string) => ({
	query: { ...NOTHING, externalSystemCodes: [system], searchType: 'Any' },
});

interface Asked {
	module: ModuleId;
	/** What fails without it; `null` where no reservation can be written. */
	isFor: string | null;
	request: (day: string, externalSystem: string) => Pick<OperaRequest, 'path' | 'query'>;
}

const ASKED: readonly Asked[] = [
	{ module: 'hotel', isFor: null, request: () => ({}) },
	{
		module: 'reservations',
		isFor: null,
		request: (_, system) => aReservation(system),
	},
	{
		module: 'profiles',
		isFor: null,
		request: (_, system) => ({ query: { ...NOTHING, externalSystemCodes: [system], profileType: ['Guest'] } }),
	},
	{ module: 'rooms', isFor: null, request: () => ({ query: { limit: 1 } }) },
	{ module: 'commonLists', isFor: null, request: () => ({ path: ['SourceCodes'] }) },
	{
		module: 'roomStatus',
		isFor: 'rooms that are out of order',
		request: (day) => ({ path: ['outOfOrderRooms'], query: { startDate: day, endDate: day } }),
	},
	{
		module: 'inventory',
		isFor: 'the inventory',
		request: (day) => ({
			query: { dateRangeStart: day, dateRangeEnd: day, reportCode: 'RoomsAvailabilitySummary' },
		}),
	},
	{ module: 'cashiering', isFor: 'payments', request: () => ({ path: ['reservations', '0', 'depositPayments'] }) },
];

/**
 * @returns warnings about what is needed for more than writing reservations
 * @throws ApiError naming all that is needed to write, where OPERA denies it, or where OPERA does not answer
 */
export async function checkModules(context: RequestContext, hotel: OperaHotel): Promise<string[]> {
	if (hotel.isGateway) return [];
	const denied: Asked[] = [];
	const day = new Date().toISOString().slice(0, 10);
	for (const asked of ASKED) {
		const { module, request } = asked;
		const { error } = (await failureOf(
			operaRequest(context, { method: 'GET', module, ...request(day, hotel.externalSystem) }),
		)) ?? { error: null };
		if (error instanceof ApiError && error.kind === 'forbidden') denied.push(asked);
		else if (error !== null && asked.isFor === null && !isAnswer(error)) throw toError(error);
	}
	const needed = denied.filter(({ isFor }) => isFor === null);
	if (needed.length > 0)
		throw new ApiError({
			kind: 'forbidden',
			status: 403,
			message: `Opera denies access to ${apis(needed)}`,
			advice:
				needed.length === ASKED.filter(({ isFor }) => isFor === null).length
					? 'Check the hotel ID in the Opera credential'
					: "In Oracle's developer portal, subscribe the application to them",
		});
	return denied.map(
		(asked) =>
			`Opera denies access to ${apis([asked])}, which is needed for ${asked.isFor}: in Oracle's developer portal, subscribe the application to it`,
	);
}

/**
 * Whether reservations of the credential's hotel may not be read at all, so that each of them would be forbidden. Any other
 * fault says nothing of it.
 */
export async function isReadingDenied(context: RequestContext, hotel: OperaHotel): Promise<boolean> {
	const failure = await failureOf(
		operaRequest(context, {
			...{ method: 'GET', module: 'reservations', attempts: 1 },
			...aReservation(hotel.externalSystem),
		}),
	);
	return failure?.error instanceof ApiError && failure.error.kind === 'forbidden';
}

/** A refusal is an answer; so is that there is no such reservation. */
const isAnswer = (error: unknown) => error instanceof ApiError && ['refused', 'not_found'].includes(error.kind);

const toError = (error: unknown) => (error instanceof Error ? error : new Error(String(error)));

function apis(asked: readonly Asked[]): string {
	return asked.map(({ module }) => `the ${MODULES[module].name} API`).join(', ');
}
