/** Everything that a hotel has to set up, looked at one after the other; nothing that is wrong ends it. */
import type { RequestContext } from '../../shared/request/request';
import { selfKeySignedGet } from '../transport';
import { changeChecks } from './change-checks';
import { checkAccess, checkSigning, type SigningChecked } from './connection-checks';
import { roomChecks } from './room-checks';
import { SETUP_CHECKS, type SetupCheck } from './setup-check';
import { workflowChecks, type WorkflowFacts } from './workflow-checks';

export async function checkSetup(
	context: RequestContext,
	n8n: Omit<WorkflowFacts, 'hotelTimeZone'>,
): Promise<SetupCheck[]> {
	const { isReached, ...access } = await checkAccess(context);
	const { checks: signing, settings } = isReached ? await checkSigning(context) : NOT_ASKED;
	const subscribers = settings === null ? null : await subscribersOf(context);
	const found = [
		access,
		...signing,
		...(settings === null ? [] : roomChecks(settings)),
		...(subscribers === null ? [] : changeChecks(subscribers, Date.now())),
		...workflowChecks({ ...n8n, hotelTimeZone: settings?.settings.timeZone || null }),
	];
	return found.sort((one, other) => SETUP_CHECKS.indexOf(one.check) - SETUP_CHECKS.indexOf(other.check));
}

const NOT_ASKED: SigningChecked = {
	checks: [{ check: 'signing', state: 'unknown', says: 'Whether SelfKey accepts the signature could not be asked.' }],
	settings: null,
};

async function subscribersOf(context: RequestContext): Promise<unknown> {
	try {
		const { subscribers } = (await selfKeySignedGet(context, 'subscribers', {}, { attempts: 1 })) as {
			subscribers?: unknown;
		};
		return subscribers ?? null;
	} catch {
		// It has just answered: what is wrong now is told by whoever needs this answer.
		return null;
	}
}
