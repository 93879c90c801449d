/** Asks SelfKey itself: does it answer, does it take the API key, does it take what is signed, and what time is it there. */
import { ApiError } from '../../shared/request/api-error';
import type { RequestContext } from '../../shared/request/request';
import type { SettingsInSelfKey } from '../settings/settings';
import { readSettings } from '../settings/settings-call';
import { ClocksApart, hotelOf, selfKeyGet } from '../transport';
import type { Words } from '../words/words';
import { reasonOf, type SetupCheck } from './setup-check';

/** A person waits for the answer. */
const ONCE = { attempts: 1 };
/** Five minutes end every signed request; a clock that is off by one is on its way there. In seconds. */
const CLOCKS_MAY_DIFFER = 60;

export interface AccessChecked extends SetupCheck {
	/** Whether anything answered: only then it makes sense to ask on. */
	isReached: boolean;
}

/** The REST API, with the API key. */
export async function checkAccess(context: RequestContext, words: Words): Promise<AccessChecked> {
	const check = 'access';
	const say = words.setup.access;
	const { apiKey } = await context.getCredentials('selfKeyApi');
	try {
		const hotel = await hotelOf(context);
		await selfKeyGet(context, `/api/v1/establishments/${encodeURIComponent(hotel)}`, {}, ONCE);
		return { check, state: 'good', says: say.good(hotel), isReached: true };
	} catch (error) {
		const { status, kind } = error instanceof ApiError ? error : { status: null, kind: 'unreachable' };
		const isReached = status !== null && status >= 400 && status < 500;
		if (kind === 'unauthorized')
			return String(apiKey ?? '').trim() === ''
				? {
						...{ check, isReached, state: 'warning' },
						says: say.noKey,
					}
				: {
						...{ check, isReached, state: 'bad' },
						says: say.refused,
					};
		const hotel = kind === 'not_found' ? say.unknownHotel : '';
		return { check, isReached, state: 'bad', says: hotel + reasonOf(error, words) };
	}
}

export interface SigningChecked {
	/** Of the signature, and of the clocks where SelfKey gives its own. */
	checks: SetupCheck[];
	/** `null` where they could not be read. */
	settings: SettingsInSelfKey | null;
}

/** A signed call, as every flow makes them. */
export async function checkSigning(context: RequestContext, words: Words): Promise<SigningChecked> {
	const say = words.setup.signing;
	const { integrationId, hotelSlug } = await context.getCredentials('selfKeyApi');
	const whose = say.whose(String(integrationId ?? '').trim(), String(hotelSlug ?? '').trim());
	const good: SetupCheck = { check: 'signing', state: 'good', says: say.good(whose) };
	const before = Date.now();
	try {
		const settings = await readSettings(context, ONCE);
		const seconds = settings.now === null ? null : (settings.now - (before + Date.now()) / 2) / 1000;
		return { checks: [good, ...(seconds === null ? [] : [clocks(Math.round(seconds), words)])], settings };
	} catch (error) {
		if (error instanceof ClocksApart)
			return { checks: [good, { check: 'clocks', state: 'bad', says: reasonOf(error, words) }], settings: null };
		if (mayOnlyWrite(error))
			return { checks: [{ check: 'signing', state: 'warning', says: reasonOf(error, words) }], settings: null };
		const isRefused = error instanceof ApiError && error.kind === 'unauthorized';
		const says = isRefused ? say.refused(error, whose) : reasonOf(error, words);
		return { checks: [{ check: 'signing', state: 'bad', says }], settings: null };
	}
}

function clocks(seconds: number, { setup }: Words): SetupCheck {
	const check = 'clocks';
	return Math.abs(seconds) <= CLOCKS_MAY_DIFFER
		? { check, state: 'good', says: setup.clocks.good(Math.abs(seconds)) }
		: { check, state: 'bad', says: setup.clocks.apart(seconds) };
}

/** The signature is right: an integration that delivers, and reads nothing, needs no more. */
function mayOnlyWrite(error: unknown): boolean {
	return error instanceof ApiError && error.kind === 'forbidden' && error.message.includes('changeFeed');
}
