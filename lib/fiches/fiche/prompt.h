/*
 * The texts of data/prompts: what Claude is asked, and what a simulation
 *answers [fiches 4.1, 5].
 *
 *	Métier : {nom_masculin}
 *	?amelioration Amélioration : une description existe déjà.
 *
 * In fiche.txt and completion.txt, a name in braces is replaced by its value. A
 * line that begins with ?NAME is kept, without this mark, if NAME is known. A
 * line with a name that is not known is left out. The names are
 *
 *	nom_masculin, code_rome	of the fiche
 *	nom_feminin		if it differs from nom_masculin
 *	secteur			the first of secteurs_activite
 *	description		unless it begins with "Fiche métier ROME"
 *	instructions		those of --instructions
 *	amelioration		if the description has more than 100 characters
 *
 * and, in completion.txt, each field that is asked for. In simulation.json,
 * {nom} is nom_masculin, and {nom_bas} the same in lower case.
 */
#ifndef PROMPT_H
#define PROMPT_H

#include "fiches/fiche/fiche.h"

struct prompts {
	const char *dir;          /* --prompts, or NULL: those of the suite */
	const char *model;        /* --model, or NULL */
	const char *instructions; /* --instructions, or NULL */
	bool no_stream;           /* --no-stream */
	struct buf text[3];       /* the files; prompt.c's */
};

/* Appends the request to Claude for a fiche, an object. missing: the critical
 * fields to ask for (fiche_merge.h); 0: all of the fiche. Dies if the prompt
 * cannot be read. */
void prompt_put(
    struct buf *b, struct prompts *p, const struct fiche *f, unsigned missing);

/* Appends the content that the simulation gives a fiche. Dies if
 * simulation.json cannot be read. */
void prompt_put_simulation(
    struct buf *b, struct prompts *p, const struct fiche *f);

/* Reads the files that a run needs, or dies, so that a run does not begin
 * without them. */
void prompt_load(struct prompts *p, bool simulate);

/* The model that is asked: --model, $CLAUDE_MODEL or the default. */
const char *prompt_model(const struct prompts *p);

void prompt_free(struct prompts *p);

#endif
