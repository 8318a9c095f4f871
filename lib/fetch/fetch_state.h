/*
 * What a fetch tool keeps in STATEDIR: http.db, the validators of what was sent
 * last and small answers, and stage/, the files under way. For fetch*.c alone.
 */
#ifndef FETCH_STATE_H
#define FETCH_STATE_H

#include "fetch/fetch.h"

/* Validators of what was sent last; strings NULL where there is none. */
struct fetch_known {
	char *etag, *modified;
};
void fetch_known_free(struct fetch_known *k);

struct db *fetch_memory_open(const char *state);
/* Of the raw file name, if it is still the one that url gave. */
struct fetch_known fetch_known_file(
    struct fetch *f, const char *name, const char *url);
void fetch_note_file(struct fetch *f, const struct fetch_staged *s);
/* Of the staged file, if all of it has come, by an earlier run that failed
 * elsewhere. */
struct fetch_known fetch_known_whole(
    struct fetch *f, const char *name, const char *url);
void fetch_note_whole(struct fetch *f, const struct fetch_staged *s);
/* Of the part of the staged file that has come. *size, the length of that file,
 * becomes the length that counts: after a power loss, what had been synced. */
struct fetch_known fetch_known_part(
    struct fetch *f, const char *name, const char *url, off_t *size);
/* A part begins, of which nothing has come. */
void fetch_note_part(struct fetch *f, const char *name, const char *url,
    const struct http_head *head);
/* The part has been synced at that length. */
void fetch_note_synced(struct fetch *f, const char *name, off_t size);
/* Of an answer whose body is kept here: that is appended to body. */
struct fetch_known fetch_known_answer(
    struct fetch *f, const char *url, struct buf *body);
void fetch_note_answer(struct fetch *f, const char *url,
    const struct http_head *head, struct str body);

/* The path STATEDIR/stage/NAME ('/' of a name as %), the caller's. */
char *fetch_stage_path(const struct fetch *f, const char *name);
/* A descriptor for it, to read and append; emptied unless keep. */
int fetch_stage_open(const struct fetch *f, const char *name, bool keep);
void fetch_stage_drop(const struct fetch *f, const char *name, int fd);
/* Appends bytes to it, or dies. */
void fetch_stage_write(const char *name, int fd, struct str bytes);
/* It is complete: fetch_end is to publish it, the last one of that name. What
 * is returned holds until the next call. */
const struct fetch_staged *fetch_stage(struct fetch *f, const char *name,
    int fd, const char *url, const struct http_head *head);
/* Both, for one that is in memory. */
void fetch_stage_body(struct fetch *f, const char *name, struct str body,
    const char *url, const struct http_head *head);
void fetch_staged_free(struct fetch_staged *s);
/* Removes what runs that failed have left, of files that are no more. */
void fetch_stage_empty(const struct fetch *f);

#endif
