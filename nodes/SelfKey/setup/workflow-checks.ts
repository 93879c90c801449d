/**
 * What n8n's editor drops when a workflow is imported: its error workflow and its time zone. n8n tells a workflow only
 * of itself; of the others it tells who has an API key. Pure.
 */
import { isRecord, recordOf, type Fields } from '../../../core/payload/field-reader';
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

export function workflowChecks(facts: WorkflowFacts): SetupCheck[] {
	return [timeZoneCheck(facts), errorWorkflowCheck(facts)];
}

function timeZoneCheck({ n8nTimeZone, hotelTimeZone, workflows }: WorkflowFacts): SetupCheck {
	const check = 'timeZone';
	if (hotelTimeZone === null)
		return {
			check,
			state: 'unknown',
			says: `Workflows run by ${n8nTimeZone}; SelfKey did not say where the hotel is.`,
		};
	const others = (workflows ?? []).filter(isOurs).filter(({ settings }) => {
		const { timezone } = recordOf(settings);
		return (isChosen(timezone) ? timezone : n8nTimeZone) !== hotelTimeZone;
	});
	if (n8nTimeZone === hotelTimeZone && others.length === 0)
		return { check, state: 'good', says: `The hotel and its workflows are in ${hotelTimeZone}.` };
	const which =
		workflows === null ? 'This workflow runs' : `${listed(others.map(nameOf))} ${others.length === 1 ? 'runs' : 'run'}`;
	return {
		check,
		state: 'warning',
		says: `The hotel is in ${hotelTimeZone}. ${which} by ${workflows === null ? n8nTimeZone : 'another time zone'}: what is planned for the night or the morning comes at another hour. Choose ${hotelTimeZone} under ⋯ → Settings → Timezone of each workflow, or start n8n with GENERIC_TIMEZONE=${hotelTimeZone}.`,
	};
}

const HOW = 'under ⋯ → Settings → Error Workflow, choose "90 Error alerts"';

function errorWorkflowCheck({ own, workflows }: WorkflowFacts): SetupCheck {
	const check = 'workflows';
	if (workflows !== null) {
		const handlers = new Set(workflows.filter(isErrorWorkflow).map(({ id }) => String(id)));
		const without = workflows
			.filter((workflow) => isOurs(workflow) && !isErrorWorkflow(workflow))
			.filter(({ settings }) => !handlers.has(String(recordOf(settings)['errorWorkflow'] ?? '')));
		return without.length === 0
			? { check, state: 'good', says: 'Every workflow names an error workflow.' }
			: { check, state: 'bad', says: `Nobody hears of failed runs of ${listed(without.map(nameOf))}: ${HOW}.` };
	}
	const ownSays =
		own === null
			? ''
			: isChosen(own['errorWorkflow'])
				? 'This workflow names an error workflow. '
				: 'This workflow names no error workflow. ';
	return {
		check,
		state: own !== null && !isChosen(own['errorWorkflow']) ? 'bad' : 'unknown',
		says: `${ownSays}n8n does not tell this one about the others, and an import in the editor leaves the choice open: look at each workflow, and ${HOW}. With an n8n API key it is checked here: see "00 Hotel settings".`,
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

function nameOf({ name }: Fields): string {
	return `"${String(name).slice(0, 80)}"`;
}

function isChosen(value: unknown): boolean {
	return typeof value === 'string' && value !== '' && value !== 'DEFAULT';
}

function records(value: unknown): Fields[] {
	return Array.isArray(value) ? value.filter(isRecord) : [];
}
