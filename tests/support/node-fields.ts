/** All fields that nodes and credentials ask for, those of collections too, and the classes that have them. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { INodeProperties, INodePropertyCollection, INodePropertyOptions } from 'n8n-workflow';

const ROOT = path.resolve(__dirname, '../..');

type Part = INodeProperties | INodePropertyCollection | INodePropertyOptions;

export interface NodeField {
	field: INodeProperties;
	/** The names that lead to it, such as `options.rows.row.room`. */
	path: string;
	/** The field of the node that it belongs to, or it itself: this one says under which operation it is shown. */
	outermost: INodeProperties;
}

/** Each before those that it holds. */
export function fieldsIn(properties: readonly INodeProperties[]): NodeField[] {
	return properties.flatMap((outermost) => below([outermost], '', outermost));
}

function below(parts: readonly Part[], above: string, outermost: INodeProperties): NodeField[] {
	return parts.flatMap((part) => {
		const place = `${above}${part.name}`;
		if ('values' in part) return below(part.values, `${place}.`, outermost);
		if (!('type' in part)) return [];
		const isOpen = part.type === 'collection' || part.type === 'fixedCollection';
		return [
			{ field: part, path: place, outermost },
			...(isOpen ? below(part.options ?? [], `${place}.`, outermost) : []),
		];
	});
}

/** All nodes, or all credentials: the name of each class, and one of it. */
export function instancesOf<T>(kind: 'node' | 'credentials'): Array<[name: string, instance: T]> {
	const [folder, ending] = kind === 'node' ? ['nodes', '.node.ts'] : ['credentials', '.credentials.ts'];
	return readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith(ending))
		.sort()
		.map((file) => {
			const name = path.basename(file, ending);
			// eslint-disable-next-line @typescript-eslint/no-require-imports -- Which one is known only now.
			const loaded = require(path.join(ROOT, folder, file)) as Record<string, new () => T>;
			return [name, new loaded[name]!()];
		});
}
