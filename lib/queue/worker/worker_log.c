#include <fcntl.h>

#include "base/err.h"
#include "base/out.h"
#include "base/text.h"
#include "queue/worker/worker_log.h"

void
log_open(struct worker_log *l, const char *path, const char *queue)
{
	*l = (struct worker_log){ .fd = -1, .queue = str_of(queue) };
	if (!path)
		return;
	l->fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
	if (l->fd < 0)
		die("%s:", path);
}

static void
begin(struct worker_log *l, struct str id)
{
	struct buf *b = &l->line;

	b->n = 0;
	buf_str(b, "{\"t\":");
	day_put_utc(b, day_clock());
	buf_str(b, ",\"queue\":");
	js_put_text(b, l->queue);
	buf_str(b, ",\"id\":");
	js_put_text(b, id);
}

/* A log that cannot be written does not stop the work. */
static void
end(struct worker_log *l)
{
	static bool told;

	buf_str(&l->line, "}\n");
	if (!out_write(l->fd, buf_view(&l->line)) && !told) {
		complain("log:");
		told = true;
	}
}

static void
put_type(struct worker_log *l, const struct attempt *a, const char *state)
{
	buf_str(&l->line, ",\"type\":");
	js_put_text(&l->line, a->type);
	buf_fmt(&l->line, ",\"state\":\"%s\"", state);
}

void
log_started(struct worker_log *l, const struct attempt *a)
{
	if (l->fd < 0)
		return;
	begin(l, a->taken.job.id);
	put_type(l, a, "started");
	buf_fmt(&l->line, ",\"attempt\":%lld",
	    (long long)a->taken.job.attempts_made + 1);
	end(l);
}

void
log_terminated(struct worker_log *l, const struct attempt *a, int64_t duration)
{
	if (l->fd < 0)
		return;
	begin(l, a->taken.job.id);
	put_type(l, a, "terminated");
	buf_fmt(&l->line, ",\"success\":%s,\"duration\":%lld,\"attempt\":%lld",
	    a->outcome.to == JOB_COMPLETED ? "true" : "false",
	    (long long)duration, (long long)a->taken.job.attempts_made + 1);
	end(l);
}

static void
log_line(struct worker_log *l, struct str id, struct str line)
{
	struct buf text = { 0 };

	utf8_put_repaired(&text, line.p, line.n);
	begin(l, id);
	buf_str(&l->line, ",\"line\":");
	js_put_text(&l->line, buf_view(&text));
	end(l);
	buf_free(&text);
}

size_t
log_text(struct worker_log *l, struct str id, struct str text, bool last)
{
	size_t at = 0;

	if (l->fd < 0)
		return text.n;
	while (at < text.n) {
		const char *p = text.p + at;
		const char *nl = memchr(p, '\n', text.n - at);
		size_t n = nl ? (size_t)(nl - p) : text.n - at;

		if (!nl && !last && n < REASON_MAX)
			break;
		log_line(l, id, (struct str){ p, n });
		at += n + (nl != NULL);
	}
	return at;
}
