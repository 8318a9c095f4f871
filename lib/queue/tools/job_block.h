/*
 * Jobs on their way into a queue, a block at a time: a block is added in one
 * transaction, and a line is printed for each of its jobs that is new. A block
 * is added when it is full, or when its first job has waited for a tenth of a
 * second.
 */
#ifndef JOB_BLOCK_H
#define JOB_BLOCK_H

#include "base/in.h"
#include "queue/queue.h"
#include "suite/ops.h"

#define JOB_BLOCK_MAX 1000

/* A job of the block. Its texts may be kept in line and name. */
struct pending_job {
	struct addition a;
	struct buf line, name;
};

struct job_block {
	struct queue *q;
	struct ops *out;
	struct pending_job *pending;
	struct addition *additions;
	size_t n;
	int64_t began; /* when its first line came, in ms of a clock */
	int64_t added, duplicates;
};

/* q and out are borrowed until job_block_close. */
void job_block_open(struct job_block *b, struct queue *q, struct ops *out);
void job_block_close(struct job_block *b);

/* Returns the place of the next job, which job_block_add fills. */
struct pending_job *job_block_next(struct job_block *b);

/* Adds p, which job_block_next returned, unless its repetition is over before
 * it begins; adds the block to the queue if it is full. name and data are
 * borrowed until then. Returns 0, or -1 with a message in e if the options are
 * wrong. */
int job_block_add(struct job_block *b, struct pending_job *p, struct str name,
    struct str data, struct opts_text *o, msec now, struct err *e);

/* Like in_line, but adds the block to the queue if the line does not come in
 * time. */
bool job_block_line(struct job_block *b, struct in *in, struct str *line);

/* Adds the block to the queue and prints what is new; dies if that fails. */
void job_block_flush(struct job_block *b);

#endif
