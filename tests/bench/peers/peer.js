// peer.js JOB ARG...: what somebody would write with the usual packages of
// node in place of a tool.
const fs = require('fs');
const { pipeline } = require('stream/promises');
const { Transform, Writable } = require('stream');

// as large blocks as the tools write
const lines = () => {
	let block = '';

	return new Transform({
		writableObjectMode: true,
		transform(row, _, done) {
			block += JSON.stringify(row) + '\n';
			if (block.length > 1 << 18) {
				this.push(block);
				block = '';
			}
			done();
		},
		flush(done) {
			done(null, block);
		},
	});
};
const nowhere = () =>
	new Writable({ objectMode: true, write: (row, _, done) => done() });

const nulls = (row) => {
	for (const name in row)
		if (row[name] === '')
			row[name] = null;
	return row;
};
const rows = (path, encoding) => [
	fs.createReadStream(path, { encoding }),
	require('csv-parse').parse({
		columns: true, delimiter: ';', bom: true, trim: true,
		relax_column_count: true, on_record: nulls,
	}),
];
const items = (path) => [
	fs.createReadStream(path),
	require('stream-json').parser(),
	require('stream-json/streamers/StreamArray').streamArray(),
];

const jobs = {
	csv: (path, encoding) =>
		pipeline(...rows(path, encoding), lines(), process.stdout),
	json: (path) =>
		pipeline(...items(path), new Transform({
			objectMode: true,
			transform: (item, _, done) => done(null, item.value),
		}), lines(), process.stdout),
	// reads, and keeps nothing
	'read-csv': async (encoding, ...paths) => {
		for (const path of paths)
			await pipeline(...rows(path, encoding), nowhere());
	},
	'read-json': (path) => pipeline(...items(path), nowhere()),
	xlsx: async (...paths) => {
		const { WorkbookReader } = require('exceljs').stream.xlsx;
		for (const path of paths)
			for await (const sheet of new WorkbookReader(path, {
				sharedStrings: 'cache', styles: 'cache',
			}))
				for await (const row of sheet)
					process.stdout.write(
					    JSON.stringify(row.values) + '\n');
	},
	duckdb: async (file, ...statements) => {
		const { DuckDBInstance } = require('@duckdb/node-api');
		const db = await DuckDBInstance.create(file, { threads: '1' });
		const connection = await db.connect();
		for (const sql of statements)
			await connection.run(sql);
		connection.closeSync();
	},
};

jobs[process.argv[2]](...process.argv.slice(3)).catch((error) => {
	console.error(error);
	process.exit(1);
});
