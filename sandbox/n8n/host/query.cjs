/**
 * Runs in n8n's own Node.js, whose built-in SQLite reads n8n's database file: takes
 * { file, statements: [{ sql, params }] } as JSON on standard input, runs them in one transaction, and
 * prints the rows of the last one as JSON.
 */
const { DatabaseSync } = require('node:sqlite');

let input = '';
process.stdin.setEncoding('utf8').on('data', (chunk) => {
	input += chunk;
});
process.stdin.on('end', () => {
	const { file, statements } = JSON.parse(input);
	const database = new DatabaseSync(file);
	database.exec('PRAGMA busy_timeout = 10000; PRAGMA foreign_keys = ON; BEGIN');
	let rows = [];
	for (const { sql, params } of statements) {
		const statement = database.prepare(sql);
		rows = statement.all(...(params ?? []));
	}
	database.exec('COMMIT');
	database.close();
	process.stdout.write(JSON.stringify(rows));
});
