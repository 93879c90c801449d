/**
 * What else needs somebody, beside the lines in error, what was handed back, the stays without a room and the setup:
 * that nobody watches, conflicts that people have to decide, payments without a booking, and open alerts of which nothing of
 * that tells. Pure.
 */
import { systemTroubleIn } from '../../shared/request/system-trouble';
import { idOfTrouble } from '../alerts/by-system';
import { faultId, sourceHit, sourceOf, workflowHit } from '../alerts/fault';
import { grouped } from '../alerts/grouped';
import { latestOf, openConflicts } from '../alerts/log-conflicts';
import { withoutHotel } from '../alerts/one-hotel';
import { hitHash, toldHashes } from '../alerts/told-hits';
import { errorOf, valueOr, type Facts, type LogLine, type OpenAlert } from './facts';
import { unwatchedIn, type Unwatched } from './unwatched';

export interface Attention {
	unwatched: Unwatched[];
	/** Of the last two days: what people have decided leads to no line. */
	toDecide: LogLine[];
	alerts: OpenAlert[];
}

/** As the alerts look at them. In milliseconds. */
const DECIDED_WITHIN_MS = 2 * 86_400_000;
const UNMATCHED = 'unmatched';
/** A repeat of a payment that still waits for its booking says no more. */
const REPEATS = [UNMATCHED, 'unchanged'];

/** @param troubled subscribers that are counted anyway */
export function attentionOf(facts: Facts, troubled: readonly string[]): Attention {
	const lines = valueOr(facts.log, []).filter(({ at }) => facts.now - at < DECIDED_WITHIN_MS);
	const conflicts = openConflicts(lines.filter(({ status }) => status !== 'error')).map(({ latest }) => latest);
	return {
		unwatched: unwatchedIn(facts),
		toDecide: [...conflicts, ...unmatched(lines)].sort((one, other) => other.at - one.at),
		alerts: valueOr(facts.alerts, []).filter((alert) => !isCounted(alert, facts, troubled)),
	};
}

/** Whether runs of one of these workflows fail without a line in the log, or its trigger asks no more. */
export function isAlerted(alerts: readonly OpenAlert[], workflowIds: readonly string[]): boolean {
	return workflowIds
		.filter((id) => id !== '')
		.some((id) => {
			const failed = faultId('failures', [id]);
			const hit = hitHash(workflowHit(id, '').id);
			return alerts.some(
				({ fault, watched }) =>
					fault === failed ||
					fault.startsWith(`${failed}|`) ||
					fault.startsWith(`polls:${id}:`) ||
					(sourceOf(fault) === 'systems' && toldHashes(watched)?.has(hit) === true),
			);
		});
}

function unmatched(lines: readonly LogLine[]): LogLine[] {
	const payments = lines.filter(({ payment }) => payment !== '');
	return [...grouped(payments, ({ payment }) => payment).values()].flatMap((of) => {
		const waiting = latestOf(of.filter(({ outcome }) => outcome === UNMATCHED));
		const isSettled = of.some(({ at, outcome }) => waiting && at > waiting.at && !REPEATS.includes(outcome));
		return waiting && !isSettled ? [waiting] : [];
	});
}

/** Whether the page counts what the alert tells, or that nobody can say it. */
function isCounted({ fault: marked, watched }: OpenAlert, facts: Facts, troubled: readonly string[]): boolean {
	const { fault, hotel } = withoutHotel(marked);
	const source = sourceOf(fault);
	// Of a further hotel: its own page says it from its own SelfKey.
	if (hotel !== '' && (source === 'subscribers' || source === 'frontDesk')) return true;
	if (source === 'log' || source === 'recent' || source === 'frontDesk') return true;
	if (source === 'subscribers')
		return troubled.some((name) =>
			['silent', 'waiting'].some((what) => faultId('subscribers', [what, name]) === fault),
		);
	if (hotel !== '') return false;
	if (source === 'systems') return isShown(fault, facts);
	// All that cannot be read for one reason is one alert.
	const unread = (['log', 'subscribers', 'frontDesk'] as const).filter((of) => errorOf(facts[of]) !== '');
	return source === 'sources' && unread.some((of) => toldHashes(watched)?.has(hitHash(sourceHit(of))) === true);
}

/** Whether a line in error, or a part of the page that cannot be read, says what is the matter with the system. */
function isShown(fault: string, { log, subscribers, frontDesk }: Facts): boolean {
	const inError = valueOr(log, []).flatMap(({ status, message }) => (status === 'error' ? [message] : []));
	const texts = [...inError, ...[log, subscribers, frontDesk].map(errorOf)];
	return texts.some((text) => {
		const trouble = systemTroubleIn(text);
		return trouble !== null && idOfTrouble(trouble) === fault;
	});
}
