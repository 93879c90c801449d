/** The templates can be read as they are imported: no node lies on what n8n writes below another. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { HotelLog } from '../../../nodes/HotelLog/HotelLog.node';
import { HotelReport } from '../../../nodes/HotelReport/HotelReport.node';
import type { WorkflowFile, WorkflowNode } from '../../../sandbox/n8n/host/types';

const TEMPLATES = path.join(__dirname, '../../../workflows');
const files = readdirSync(TEMPLATES).filter((name) => name.endsWith('.json'));

/** n8n's sizes, in pixels: a node, and what each input or output beyond two adds to its height. */
const NODE = 96;
const HANDLE = 32;
/** A name of two lines. */
const LABEL = 40;
/** A name is wider than its node: of two nodes side by side, what is between them is enough for both. */
const LABEL_WIDTH = 160;

type Connections = Record<string, { main?: Array<Array<{ node: string; index: number }> | null> }>;

const INPUTS: Record<string, number> = {
	'n8n-nodes-hotel.hotelLog': inputsOf(new HotelLog()),
	'n8n-nodes-hotel.hotelReport': inputsOf(new HotelReport()),
};

function inputsOf({ description: { inputs } }: { description: { inputs: unknown } }): number {
	return Array.isArray(inputs) ? inputs.length : 1;
}

function heightOf({ name, type }: WorkflowNode, connections: Connections): number {
	const outputs = connections[name]?.main?.length ?? 1;
	const indexes = Object.values(connections)
		.flatMap(({ main = [] }) => main.flatMap((lines) => lines ?? []))
		.flatMap(({ node, index }) => (node === name ? [index + 1] : []));
	const handles = Math.max(outputs, INPUTS[type] ?? 1, ...indexes);
	return NODE + Math.max(0, handles - 2) * HANDLE;
}

/** Pairs of nodes of which the lower one lies on the other, or on its name. */
function covered({ nodes, connections }: { nodes: readonly WorkflowNode[]; connections: Connections }): string[] {
	const boxes = nodes
		.filter(({ type }) => !type.endsWith('.stickyNote'))
		.map((node) => ({ node, left: node.position[0], top: node.position[1], height: heightOf(node, connections) }));
	return boxes.flatMap((upper) =>
		boxes
			.filter(({ node, left, top }) => {
				const isOn = top < upper.top + upper.height && Math.abs(left - upper.left) < NODE;
				const isOnName = top < upper.top + upper.height + LABEL && Math.abs(left - upper.left) < LABEL_WIDTH;
				return node !== upper.node && top >= upper.top && (isOn || (isOnName && top >= upper.top + upper.height));
			})
			.map(({ node }) => `${node.name} lies on ${upper.node.name}`),
	);
}

it.each(files)('in %s nothing lies on a node or on its name', (file) => {
	expect(covered(JSON.parse(readFileSync(path.join(TEMPLATES, file), 'utf8')) as never)).toEqual([]);
});

it.each(files)('in %s everything stands on the grid of the editor', (file) => {
	const { nodes } = JSON.parse(readFileSync(path.join(TEMPLATES, file), 'utf8')) as WorkflowFile;
	expect(nodes.filter(({ position }) => position.some((at) => at % 16 !== 0)).map(({ name }) => name)).toEqual([]);
});

describe('what lies on another', () => {
	const node = (name: string, x: number, y: number, type = 'n8n-nodes-base.set') =>
		({ name, type, position: [x, y] }) as unknown as WorkflowNode;

	it.each<[string, WorkflowNode[], string[]]>([
		['nothing', [node('A', 0, 0), node('B', 0, 144), node('C', 208, 0)], []],
		['a node on a name', [node('A', 0, 0), node('B', 0, 112)], ['B lies on A']],
		['a node on a name, a little to the side', [node('A', 0, 0), node('B', 112, 128)], ['B lies on A']],
		['a node on a node', [node('A', 0, 0), node('B', 64, 64)], ['B lies on A']],
		[
			'a node on one with many inputs',
			[node('A', 0, 0, 'n8n-nodes-hotel.hotelReport'), node('B', 0, 256)],
			['B lies on A'],
		],
	])('is %s', (_, nodes, told) => {
		expect(covered({ nodes, connections: {} })).toEqual(told);
	});
});
