/**
 * A field that names something at another system: chosen from the live account, or by its ID. A text from before it could
 * be chosen, or from an expression, counts as the ID.
 */
import type {
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodeProperties,
	INodePropertyModeTypeOptions,
} from 'n8n-workflow';
import { isRecord } from '../../core/payload/field-reader';
import type { RequestContext } from './request/request';

interface Locator extends Pick<INodeProperties, 'displayName' | 'name' | 'description' | 'required'> {
	/** The method in the node's `listSearch`. */
	search: NonNullable<INodePropertyModeTypeOptions['searchListMethod']>;
	/** In title case: "By ID". */
	byId: string;
	placeholder: string;
	/** An expression for what comes with each item; without it the field begins with the list. */
	fromItem?: string;
}

export function locator({ search, byId, placeholder, fromItem, ...field }: Locator): INodeProperties {
	return {
		...field,
		type: 'resourceLocator',
		default: { mode: fromItem === undefined ? 'list' : 'id', value: fromItem ?? '' },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: search, searchable: true },
			},
			{ displayName: byId, name: 'id', type: 'string', placeholder },
		],
	};
}

/** What the field holds, whichever way it was chosen. */
export function locatedValue(value: unknown): unknown {
	return isRecord(value) && 'mode' in value && 'value' in value ? value['value'] : value;
}

/** More than anybody reads; whoever looks for one types a part of its name. */
const MAX_SHOWN = 500;

/** A method for `listSearch`, over the whole list that the system gives. */
export function searchOf(
	list: (context: RequestContext) => Promise<INodeListSearchItems[]>,
): (this: ILoadOptionsFunctions, filter?: string) => Promise<INodeListSearchResult> {
	return async function (filter = '') {
		const wanted = filter.trim().toLowerCase();
		const all = await list(this as unknown as RequestContext);
		const found = all.filter(({ name, value }) => `${name} ${String(value)}`.toLowerCase().includes(wanted));
		return { results: found.sort((one, other) => one.name.localeCompare(other.name)).slice(0, MAX_SHOWN) };
	};
}
