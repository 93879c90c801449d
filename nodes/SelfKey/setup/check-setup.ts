/** Everything that a hotel has to set up, looked at one after the other; nothing that is wrong ends it. */
import { timeZoneSpelling } from '../../../core/reservation/dates';
import type { RequestContext } from '../../shared/request/request';
import { selfKeySignedGet } from '../transport';
import { changeChecks, type SubscribersAnswer } from './change-checks';
import { checkAccess, checkSigning, type SigningChecked } from './connection-checks';
import { roomChecks } from './room-checks';
import type { Words } from '../words/words';
import { SETUP_CHECKS, type SetupCheck } from './setup-check';
import { workflowChecks, type WorkflowFacts } from './workflow-checks';

export async function checkSetup(
	context: RequestContext,
	n8n: Omit<WorkflowFacts, 'hotelTimeZone'>,
	words: Words,
): Promise<SetupCheck[]> {
	const { isReached, ...access } = await checkAccess(context, words);
	const { checks: signing, settings } = isReached ? await checkSigning(context, words) : notAsked(words);
	const answer = settings === null ? null : await subscribersOf(context);
	const found = [
		access,
		...signing,
		...(settings === null ? [] : roomChecks(settings, words)),
		...(answer === null ? [] : changeChecks(answer, Date.now(), words)),
		...workflowChecks({ ...n8n, hotelTimeZone: timeZoneSpelling(settings?.settings.timeZone ?? '') || null }, words),
	];
	return found.sort((one, other) => SETUP_CHECKS.indexOf(one.check) - SETUP_CHECKS.indexOf(other.check));
}

function notAsked({ setup }: Words): SigningChecked {
	return { checks: [{ check: 'signing', state: 'unknown', says: setup.signing.notAsked }], settings: null };
}

async function subscribersOf(context: RequestContext): Promise<SubscribersAnswer | null> {
	try {
		const answer = (await selfKeySignedGet(context, 'subscribers', {}, { attempts: 1 })) as Partial<SubscribersAnswer>;
		return answer.subscribers === undefined ? null : { subscribers: answer.subscribers, calls: answer.calls };
	} catch {
		// It has just answered: what is wrong now is told by whoever needs this answer.
		return null;
	}
}
