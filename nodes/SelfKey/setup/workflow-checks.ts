/**
 * What n8n's editor drops when a workflow is imported: its error workflow and its time zone. n8n tells a workflow only
 * of itself; of the others it tells who has an API key. Pure.
 */
import { isRecord, recordOf, type Fields } from '../../../core/payload/field-reader';
import { isSameTimeZone } from '../../../core/reservation/dates';
import type { Words } from '../words/words';
import { listed, type SetupCheck } from './setup-check';

export interface WorkflowFacts {
	/** n8n's own settings of the workflow that asks; `null` where n8n does not say. */
	own: Fields | null;
	/** What the workflow that asks runs by. */
	ownTimeZone: string;
	/** The ID of SelfKey's credential in the node that asks; `null` where it is not known. */
	ownCredential: string | null;
	/** `null` where SelfKey could not be asked. */
	hotelTimeZone: string | null;
	/** As n8n's API describes them; `null` where it was not asked. */
	workflows: readonly Fields[] | null;
}

export function workflowChecks(facts: WorkflowFacts, words: Words): SetupCheck[] {
	return [timeZoneCheck(facts, words), errorWorkflowCheck(facts, words)];
}

function timeZoneCheck(facts: WorkflowFacts, words: Words): SetupCheck {
	const { own, ownTimeZone, ownCredential, hotelTimeZone, workflows } = facts;
	const check = 'timeZone';
	const say = words.setup.timeZone;
	if (hotelTimeZone === null) return { check, state: 'unknown', says: say.unknown(ownTimeZone) };
	const ofHotel = (workflows ?? []).filter((each) => isOurs(each) && !isOfAnotherHotel(each, ownCredential));
	const ours = ofHotel.map((workflow) => {
		const { timezone } = recordOf(workflow['settings']);
		// What a workflow that chooses one runs by says nothing of those that choose none.
		const standard = own === null || isChosen(own['timezone']) ? null : ownTimeZone;
		return { workflow, zone: isChosen(timezone) ? timezone : standard };
	});
	const others = ours
		.filter(({ zone }) => zone !== null && !isSameTimeZone(zone, hotelTimeZone))
		.map(({ workflow }) => workflow);
	if (others.length > 0)
		return { check, state: 'warning', says: say.others(hotelTimeZone, namesOf(others, words), others.length) };
	if (!isSameTimeZone(ownTimeZone, hotelTimeZone))
		return { check, state: 'warning', says: say.own(hotelTimeZone, ownTimeZone) };
	if (workflows === null) return { check, state: 'unknown', says: say.alone(hotelTimeZone) };
	const unsure = ours.filter(({ zone }) => zone === null).map(({ workflow }) => workflow);
	return unsure.length === 0
		? { check, state: 'good', says: say.good(hotelTimeZone) }
		: { check, state: 'unknown', says: say.unsure(hotelTimeZone, namesOf(unsure, words), unsure.length) };
}

function errorWorkflowCheck({ own, workflows }: WorkflowFacts, words: Words): SetupCheck {
	const check = 'workflows';
	const say = words.setup.workflows;
	if (workflows !== null) {
		const handlers = workflows.filter((workflow) => isErrorWorkflow(workflow) && workflow['isArchived'] !== true);
		const chosen = workflows
			.filter((workflow) => isOurs(workflow) && !isErrorWorkflow(workflow))
			.map((workflow) => {
				const id = String(recordOf(workflow['settings'])['errorWorkflow'] ?? '');
				return { workflow, handler: handlers.find((handler) => String(handler['id']) === id) };
			});
		const without = chosen.filter(({ handler }) => !handler).map(({ workflow }) => workflow);
		const off = handlers.filter((each) => each['active'] === false && chosen.some(({ handler }) => handler === each));
		const heardBy = chosen.filter(({ handler }) => handler && off.includes(handler)).map(({ workflow }) => workflow);
		const says = [
			...(off.length > 0 ? [say.off(namesOf(off, words), off.length, namesOf(heardBy, words))] : []),
			...(without.length > 0 ? [say.missing(namesOf(without, words))] : []),
		];
		return says.length === 0 ? { check, state: 'good', says: say.good } : { check, state: 'bad', says: says.join(' ') };
	}
	const ownSays = own === null ? '' : isChosen(own['errorWorkflow']) ? say.ownHas : say.ownHasNone;
	return {
		check,
		state: own !== null && !isChosen(own['errorWorkflow']) ? 'bad' : 'unknown',
		says: ownSays + say.others,
	};
}

function isOurs({ nodes, active, isArchived }: Fields): boolean {
	return (
		active !== false &&
		isArchived !== true &&
		records(nodes).some(({ type }) => /^n8n-nodes-hotel\./.test(String(type)))
	);
}

/** Each hotel has its own credential. A workflow without one says nothing of whose it is. */
function isOfAnotherHotel({ nodes }: Fields, ownCredential: string | null): boolean {
	if (ownCredential === null) return false;
	const ids = records(nodes)
		.map(({ credentials }) => recordOf(recordOf(credentials)['selfKeyApi'])['id'])
		.filter((id) => typeof id === 'string' && id !== '');
	return ids.length > 0 && !ids.includes(ownCredential);
}

function isErrorWorkflow({ nodes }: Fields): boolean {
	return records(nodes).some(({ type }) => type === 'n8n-nodes-base.errorTrigger');
}

function namesOf(workflows: readonly Fields[], words: Words): string {
	const names = workflows.map(({ name }) => words.setup.workflows.name(String(name).slice(0, 80)));
	return listed(names, words);
}

function isChosen(value: unknown): value is string {
	return typeof value === 'string' && value !== '' && value !== 'DEFAULT';
}

function records(value: unknown): Fields[] {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}
