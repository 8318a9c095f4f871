/*
 * The rows of the archives, kept in a temporary file until their fiches are
 * written. A fiche's rows that follow one another in a file of an archive are
 * kept together: a run. Each run names the fiche's run before it, so memory
 * holds sixteen bytes a fiche, however many rows it has.
 */
#ifndef FC_STAGE_H
#define FC_STAGE_H

#include "apprentissage/france_competence/fc_csv.h"
#include "store/spill.h"

/* The place of a run; n 0: none. */
struct fc_run_place {
	uint64_t at;
	size_t n;
};

struct fc_run {
	struct fc_run_place before; /* of the same fiche */
	uint32_t part, rang;
};

struct fc_stage {
	struct spill *spill;
	struct fc_run_place *last; /* run of each fiche */
	size_t fiches, room;
	struct fc_run open; /* the run that rows are added to: */
	uint32_t fiche;
	struct buf rows;
	struct buf read; /* the runs of the fiche that is read, */
	struct fc_rows { /* in their order: */
		uint32_t part, rang;
		size_t at, n;
	} * run;
	size_t runs, run_room, next;
	struct str left; /* rows of the run before next */
};

void fc_stage_open(struct fc_stage *s);
void fc_stage_close(struct fc_stage *s);

/* Adds a row of a fiche, from an archive of that rank. cell contains the part's
 * columns, NULL if empty. */
void fc_stage_add(struct fc_stage *s, uint32_t fiche,
    const struct fc_part *part, size_t rang, const struct str *cell);

/* Begins to read the rows of a fiche, when all rows are added. */
void fc_stage_find(struct fc_stage *s, uint32_t fiche);

/* The next row of the part, by the rank of its archive and in the order in
 * which it was added; false if there is none. The parts are asked for in their
 * order. Leaves cell[part->numero] as it is; the others hold until the next
 * fiche. */
bool fc_stage_next(
    struct fc_stage *s, const struct fc_part *part, struct str *cell);

#endif
