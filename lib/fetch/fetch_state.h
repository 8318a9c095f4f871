/*
 * What a fetch tool keeps in STATEDIR: in http.db the validators of what was
 * sent last, and small answers; in stage/ the files that are not yet published.
 * Private to fetch*.c.
 */
#ifndef FETCH_STATE_H
#define FETCH_STATE_H

#include "fetch/fetch.h"

/* The validators of what was sent last; NULL: none. */
struct fetch_known {
	char *etag, *modified;
};
void fetch_known_free(struct fetch_known *k);

struct db *fetch_memory_open(const char *state);
/* The validators of raw file name, if it is unchanged since url gave it. */
struct fetch_known fetch_known_file(
    struct fetch *f, const char *name, const char *url);
void fetch_note_file(struct fetch *f, const struct fetch_staged *s);
/* The validators of staged file name, if an earlier run completed it but failed
 * elsewhere. */
struct fetch_known fetch_known_whole(
    struct fetch *f, const char *name, const char *url);
void fetch_note_whole(struct fetch *f, const struct fetch_staged *s);
/* The validators of staged file name, if only a part of it has arrived. *size,
 * the length of that file, becomes the length that counts: after a power loss,
 * the length that had been synced. */
struct fetch_known fetch_known_part(
    struct fetch *f, const char *name, const char *url, off_t *size);
/* Notes that a partial file begins, still empty. */
void fetch_note_part(struct fetch *f, const char *name, const char *url,
    const struct http_head *head);
/* Notes that the partial file has been synced at that length. */
void fetch_note_synced(struct fetch *f, const char *name, off_t size);
/* The validators of an answer kept in http.db, whose text is appended to body.
 */
struct fetch_known fetch_known_answer(
    struct fetch *f, const char *url, struct buf *body);
void fetch_note_answer(struct fetch *f, const char *url,
    const struct http_head *head, struct str body);

/* The path STATEDIR/stage/NAME, in which '/' of NAME is '%'. The caller frees
 * it. */
char *fetch_stage_path(const struct fetch *f, const char *name);
/* Opens staged file name to read and append; empties it unless keep. */
int fetch_stage_open(const struct fetch *f, const char *name, bool keep);
void fetch_stage_drop(const struct fetch *f, const char *name, int fd);
/* Appends bytes to staged file name, or dies. */
void fetch_stage_write(const char *name, int fd, struct str bytes);
/* Marks staged file name as complete, for fetch_end to publish; replaces an
 * earlier one of that name. Closes fd. The result is valid until the next call.
 */
const struct fetch_staged *fetch_stage(struct fetch *f, const char *name,
    int fd, const char *url, const struct http_head *head);
/* fetch_stage_write and fetch_stage for a body in memory. */
void fetch_stage_body(struct fetch *f, const char *name, struct str body,
    const char *url, const struct http_head *head);
void fetch_staged_free(struct fetch_staged *s);
/* Empties STATEDIR/stage of what failed runs have left. */
void fetch_stage_empty(const struct fetch *f);

#endif
