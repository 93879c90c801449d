/**
 * What n8n's editor drops when a workflow is imported: its error workflow and its time zone. n8n tells a workflow only
 * of itself; of the others it tells who has an API key. Pure.
 */
import { isRecord, recordOf, type Fields } from '../../../core/payload/field-reader';
import type { Words } from '../words/words';
import { listed, type SetupCheck } from './setup-check';

export interface WorkflowFacts {
	/** n8n's own settings of the workflow that asks; `null` where n8n does not say. */
	own: Fields | null;
	/** What the workflows run by that choose none. */
	n8nTimeZone: string;
	/** `null` where SelfKey could not be asked. */
	hotelTimeZone: string | null;
	/** As n8n's API describes them; `null` where it was not asked. */
	workflows: readonly Fields[] | null;
}

export function workflowChecks(facts: WorkflowFacts, words: Words): SetupCheck[] {
	return [timeZoneCheck(facts, words), errorWorkflowCheck(facts, words)];
}

function timeZoneCheck({ n8nTimeZone, hotelTimeZone, workflows }: WorkflowFacts, words: Words): SetupCheck {
	const check = 'timeZone';
	const say = words.setup.timeZone;
	if (hotelTimeZone === null)
		return {
			check,
			state: 'unknown',
			says: say.unknown(n8nTimeZone),
		};
	const others = (workflows ?? []).filter(isOurs).filter(({ settings }) => {
		const { timezone } = recordOf(settings);
		return (isChosen(timezone) ? timezone : n8nTimeZone) !== hotelTimeZone;
	});
	if (n8nTimeZone === hotelTimeZone && others.length === 0)
		return { check, state: 'good', says: say.good(hotelTimeZone) };
	return {
		check,
		state: 'warning',
		says:
			workflows === null
				? say.own(hotelTimeZone, n8nTimeZone)
				: say.others(hotelTimeZone, namesOf(others, words), others.length),
	};
}

function errorWorkflowCheck({ own, workflows }: WorkflowFacts, words: Words): SetupCheck {
	const check = 'workflows';
	const say = words.setup.workflows;
	if (workflows !== null) {
		const handlers = new Set(workflows.filter(isErrorWorkflow).map(({ id }) => String(id)));
		const without = workflows
			.filter((workflow) => isOurs(workflow) && !isErrorWorkflow(workflow))
			.filter(({ settings }) => !handlers.has(String(recordOf(settings)['errorWorkflow'] ?? '')));
		return without.length === 0
			? { check, state: 'good', says: say.good }
			: { check, state: 'bad', says: say.missing(namesOf(without, words)) };
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

function isErrorWorkflow({ nodes }: Fields): boolean {
	return records(nodes).some(({ type }) => type === 'n8n-nodes-base.errorTrigger');
}

function namesOf(workflows: readonly Fields[], words: Words): string {
	const names = workflows.map(({ name }) => words.setup.workflows.name(String(name).slice(0, 80)));
	return listed(names, words);
}

function isChosen(value: unknown): boolean {
	return typeof value === 'string' && value !== '' && value !== 'DEFAULT';
}

function records(value: unknown): Fields[] {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}
