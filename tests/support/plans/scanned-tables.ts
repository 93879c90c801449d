/** Which tables PostgreSQL would read from end to end. */
import type { Database } from '../../../sandbox/selfkey/tables';

interface Plan {
	'Node Type': string;
	'Relation Name'?: string;
	Plans?: Plan[];
}

/** Explained, never carried out. */
export async function scannedBy(database: Database, text: string, values: unknown[]): Promise<string[]> {
	const { rows } = (await database.query(`EXPLAIN (FORMAT JSON) ${text}`, values)) as {
		rows: Array<{ 'QUERY PLAN': Array<{ Plan: Plan }> }>;
	};
	return rows[0]?.['QUERY PLAN'].flatMap(({ Plan: plan }) => scanned(plan)) ?? [];
}

function scanned(plan: Plan): string[] {
	const own = plan['Node Type'] === 'Seq Scan' ? [plan['Relation Name'] ?? ''] : [];
	return [...own, ...(plan.Plans ?? []).flatMap(scanned)];
}
