#include "queue/queue_tables.h"

static const struct table table_queue = {
	.name = "queue",
	.index = "CREATE UNIQUE INDEX queue_name ON queue(name)",
	.col = COLUMNS({ "name", C_TEXT, NULL }, { "next_id", C_INT, NULL },
	    { "next_seq", C_INT, NULL }, { "paused", C_BOOL, NULL }),
};

/* A priority of 0 comes last. The indexes hold only the jobs of one state, so
 * that finished jobs cost a worker nothing. */
static const struct table table_job = {
	.name = "job",
	.index = "CREATE UNIQUE INDEX job_id ON job(queue, id);"
		 "CREATE INDEX job_waiting ON job(queue,"
		 " CASE priority WHEN 0 THEN 9223372036854775807"
		 " ELSE priority END, seq) WHERE state = 'waiting';"
		 "CREATE INDEX job_delayed ON job(queue, due, seq)"
		 " WHERE state = 'delayed';"
		 "CREATE INDEX job_active ON job(queue, processedOn, id)"
		 " WHERE state = 'active';"
		 "CREATE INDEX job_completed ON job(queue, finishedOn, id)"
		 " WHERE state = 'completed';"
		 "CREATE INDEX job_failed ON job(queue, finishedOn, id)"
		 " WHERE state = 'failed'",
	.col = COLUMNS({ "queue", C_TEXT, NULL }, { "id", C_TEXT, NULL },
	    { "name", C_TEXT, NULL }, { "data", C_JSON, NULL },
	    { "opts", C_JSON, NULL }, { "state", C_TEXT, NULL },
	    { "seq", C_INT, NULL }, { "priority", C_INT, NULL },
	    { "due", C_INT, NULL }, { "timestamp", C_INT, NULL },
	    { "delay", C_INT, NULL }, { "attemptsMade", C_INT, NULL },
	    { "stalledCounter", C_INT, NULL }, { "processedOn", C_INT, NULL },
	    { "finishedOn", C_INT, NULL }, { "retriedOn", C_INT, NULL },
	    { "progress", C_JSON, NULL }, { "returnvalue", C_JSON, NULL },
	    { "failedReason", C_TEXT, NULL }, { "stacktrace", C_JSON, NULL },
	    { "lockToken", C_TEXT, NULL }, { "lockUntil", C_INT, NULL }),
};

static const struct table table_repeat = {
	.name = "repeat",
	.index = "CREATE UNIQUE INDEX repeat_key ON repeat(queue, key)",
	.col = COLUMNS({ "queue", C_TEXT, NULL }, { "key", C_TEXT, NULL },
	    { "next", C_INT, NULL }),
};

static const struct table table_job_log = {
	.name = "job_log",
	.index = "CREATE UNIQUE INDEX job_log_n ON job_log(queue, id, n)",
	.col = COLUMNS({ "queue", C_TEXT, NULL }, { "id", C_TEXT, NULL },
	    { "n", C_INT, NULL }, { "line", C_TEXT, NULL }),
};

static const struct table table_event = {
	.name = "event",
	.index = "CREATE UNIQUE INDEX event_n ON event(n)",
	.col = COLUMNS({ "n", C_INT, NULL }, { "at", C_INT, NULL },
	    { "queue", C_TEXT, NULL }, { "kind", C_TEXT, NULL },
	    { "id", C_TEXT, NULL }, { "payload", C_JSON, NULL }),
};

const struct table *const tables_queue[] = { &table_queue, &table_job,
	&table_repeat, &table_job_log, &table_event, NULL };

const struct state_schema queue_schema = { "queue", 1, tables_queue };
