#include <pthread.h>
#include <stdlib.h>

#include "base/err.h"
#include "store/table_thread.h"

#define BATCH ((size_t)1 << 18)
#define BESIDE 3 /* doc, created, updated: they follow the columns */

/* Rows as their writer, the lengths of their texts, LENGTH_NULL for null, then
 * the texts. */
#define LENGTH_NULL ((size_t)-1)

struct table_thread {
	struct str *text; /* of the row that is written */
	size_t room;      /* in text */
	struct buf making, writing;
	bool full, ended; /* writing; there will be no more */
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t turn;
};

static const char *
write_row(struct table_thread *b, const char *p)
{
	struct table_writer *w;
	const char *length;
	struct str *beside;
	size_t texts;

	memcpy(&w, p, sizeof(w));
	length = p + sizeof(w);
	texts = w->n + BESIDE;
	p = length + texts * sizeof(size_t);
	if (texts > b->room) {
		b->text = xrealloc2(b->text, texts, sizeof(*b->text));
		b->room = texts;
	}
	for (size_t i = 0; i < texts; i++) {
		size_t n;

		memcpy(&n, length + i * sizeof(n), sizeof(n));
		b->text[i] = STR_NULL;
		if (n != LENGTH_NULL) {
			b->text[i] = (struct str){ p, n };
			p += n;
		}
	}
	beside = b->text + w->n;
	table_add_known(w, b->text, beside[0], beside[1], beside[2]);
	return p;
}

static void *
run(void *ctx)
{
	struct table_thread *b = ctx;

	pthread_mutex_lock(&b->lock);
	for (;;) {
		while (!b->full && !b->ended)
			pthread_cond_wait(&b->turn, &b->lock);
		if (!b->full)
			break;
		pthread_mutex_unlock(&b->lock);
		for (const char *p = b->writing.p, *end = p + b->writing.n;
		     p < end;)
			p = write_row(b, p);
		pthread_mutex_lock(&b->lock);
		b->full = false;
		pthread_cond_signal(&b->turn);
	}
	pthread_mutex_unlock(&b->lock);
	return NULL;
}

struct table_thread *
table_thread(void)
{
	struct table_thread *b = xcalloc(1, sizeof(*b));

	pthread_mutex_init(&b->lock, NULL);
	pthread_cond_init(&b->turn, NULL);
	if (pthread_create(&b->thread, NULL, run, b))
		die("cannot start a thread");
	return b;
}

/* Hands the collected rows to the thread, once it has written the last ones. */
static void
give(struct table_thread *b, bool last)
{
	struct buf other;

	pthread_mutex_lock(&b->lock);
	while (b->full)
		pthread_cond_wait(&b->turn, &b->lock);
	other = b->writing;
	b->writing = b->making;
	b->making = other;
	b->making.n = 0;
	b->full = b->writing.n;
	b->ended = last;
	pthread_cond_signal(&b->turn);
	pthread_mutex_unlock(&b->lock);
}

static void
put_lengths(struct buf *b, const struct str *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		size_t length = s[i].p ? s[i].n : LENGTH_NULL;

		buf_add(b, &length, sizeof(length));
	}
}

static void
put_texts(struct buf *b, const struct str *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s[i].p)
			buf_add(b, s[i].p, s[i].n);
}

void
table_thread_add(struct table_thread *b, struct table_writer *w,
    const struct str *column, struct str doc, struct str created,
    struct str updated)
{
	const struct str beside[BESIDE] = { doc, created, updated };

	buf_add(&b->making, &w, sizeof(struct table_writer *));
	put_lengths(&b->making, column, w->n);
	put_lengths(&b->making, beside, BESIDE);
	put_texts(&b->making, column, w->n);
	put_texts(&b->making, beside, BESIDE);
	if (b->making.n >= BATCH)
		give(b, false);
}

void
table_thread_end(struct table_thread *b)
{
	give(b, true);
	pthread_join(b->thread, NULL);
	pthread_cond_destroy(&b->turn);
	pthread_mutex_destroy(&b->lock);
	buf_free(&b->making);
	buf_free(&b->writing);
	free(b->text);
	free(b);
}
