/*
 * The texts that Claude is asked with, and those of the simulation: files of a
 * directory, data/prompts [fiches 4.1, 5].
 *
 * In fiche.txt and completion.txt {NAME} stands for what is known of a fiche; a
 * line with a name of which nothing is known is left out. A line that begins
 * with ?NAME and a blank is left out too unless NAME is known, and begins after
 * the blank. NAME is one of
 *
 *	nom_masculin code_rome nom_feminin secteur description instructions
 *	amelioration
 *
 * where nom_feminin is known if it is not nom_masculin, secteur is the first
 * of secteurs_activite, description is known unless it only repeats the name,
 * amelioration is known if there is a description of some length to improve;
 * and in completion.txt one of the fields asked for.
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
