/** The templates' notes can be read as they are imported: no text is cut off, and nothing lies on it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { WorkflowFile, WorkflowNode } from '../../../sandbox/n8n/host/types';
import { noteHeight } from '../../support/note-height';

const TEMPLATES = path.join(__dirname, '../../../workflows');
const files = readdirSync(TEMPLATES).filter((name) => name.endsWith('.json'));
/** n8n's size of a node, without what stands below it. */
const NODE = 96;

interface Box {
	name: string;
	left: number;
	top: number;
	right: number;
	bottom: number;
}

function boxOf({ name, position: [left, top], parameters }: WorkflowNode): Box {
	const { width = NODE, height = NODE } = parameters as { width?: number; height?: number };
	return { name, left, top, right: left + width, bottom: top + height };
}
const meets = (a: Box, b: Box) => a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
const isInside = (inner: Box, outer: Box) =>
	inner.left >= outer.left && inner.right <= outer.right && inner.top >= outer.top && inner.bottom <= outer.bottom;

function onCanvas(nodes: readonly WorkflowNode[]) {
	const [notes, others] = [true, false].map((wanted) =>
		nodes.filter(({ type }) => type.endsWith('.stickyNote') === wanted),
	) as [WorkflowNode[], WorkflowNode[]];
	return {
		notes,
		noteBoxes: notes.map(boxOf),
		nodeBoxes: others.map(({ parameters: _, ...node }) => boxOf({ ...node, parameters: {} })),
	};
}

/** What of a note cannot be read, or belongs to it on one side only. */
function badlyPlaced(nodes: readonly WorkflowNode[]): string[] {
	const { notes, noteBoxes, nodeBoxes } = onCanvas(nodes);
	return notes.flatMap((note, index) => {
		const box = boxOf(note);
		const width = box.right - box.left;
		const above = nodeBoxes.filter((node) => meets(node, box)).map(({ top }) => top);
		const room = Math.min(box.bottom, ...above) - box.top;
		const needed = noteHeight(String(note.parameters['content'] ?? ''), width);
		return [
			...(needed > room ? [`${note.name} has ${room} pixels for a text of ${Math.ceil(needed)}`] : []),
			...nodeBoxes
				.filter((node) => meets(node, box) && !isInside(node, box))
				.map((node) => `${node.name} lies on the edge of ${note.name}`),
			...noteBoxes
				.filter((other, place) => place > index && meets(other, box))
				.map((other) => `${other.name} lies on ${note.name}`),
		];
	});
}

it.each(files)('in %s every note has room for its text', (file) => {
	const { nodes } = JSON.parse(readFileSync(path.join(TEMPLATES, file), 'utf8')) as WorkflowFile;
	expect(badlyPlaced(nodes)).toEqual([]);
});

describe('what is badly placed', () => {
	const note = (height: number, name = 'Note', x = 0): WorkflowNode =>
		({
			...{ name, type: 'n8n-nodes-base.stickyNote', typeVersion: 1, position: [x, 0] },
			parameters: { width: 240, height, content: `### 1 · Read\n${'word '.repeat(40)}` },
		}) as unknown as WorkflowNode;
	const node = (x: number, y: number): WorkflowNode =>
		({
			name: 'Node',
			type: 'n8n-nodes-base.set',
			typeVersion: 1,
			position: [x, y],
			parameters: {},
		}) as unknown as WorkflowNode;

	it.each<[string, WorkflowNode[], string[]]>([
		['nothing', [note(300), node(64, 190)], []],
		['a text that is too long', [note(100)], [expect.stringContaining('Note has 100 pixels')]],
		['a text with a node on it', [note(300), node(64, 64)], [expect.stringContaining('Note has 64 pixels')]],
		['a node on the edge', [note(300), node(200, 190)], ['Node lies on the edge of Note']],
		['a note on another', [note(300), note(300, 'Other', 200)], ['Other lies on Note']],
	])('is %s', (_, nodes, told) => {
		expect(badlyPlaced(nodes)).toEqual(told);
	});
});
