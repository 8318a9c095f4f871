#include <stdlib.h>

#include "fiches/claude/claude_answer.h"

void
claude_answer_reset(struct claude_answer *a)
{
	buf_free(&a->text);
	free(a->stop_reason);
	free(a->model);
	free(a->error);
	free(a->message);
	*a = (struct claude_answer){ .input_tokens = -1, .output_tokens = -1 };
}

/* Keeps the text of a string in place of *kept. */
static void
keep_text(char **kept, struct js v)
{
	struct buf scratch = { 0 };
	struct str s = js_text(v, &scratch);

	if (s.p) {
		free(*kept);
		*kept = xstrndup(s.p, s.n);
	}
	buf_free(&scratch);
}

static void
keep_count(int64_t *kept, struct js v)
{
	double number = js_number(v);

	if (number >= 0 && number < 1e15)
		*kept = (int64_t)number;
}

static void
add_text(struct buf *b, struct js v)
{
	struct buf scratch = { 0 };
	struct str s = js_text(v, &scratch);

	buf_add(b, s.p, s.n);
	buf_free(&scratch);
}

static void
keep_error(struct claude_answer *a, struct js event)
{
	keep_text(&a->error, js_at(event, "error.type"));
	keep_text(&a->message, js_at(event, "error.message"));
}

/* A stream as far as it was read. */
struct stream {
	struct claude_answer *a;
	struct buf data; /* of the event that is being read */
	bool has_data;
	double block; /* index of the first block of text; -1: none yet */
	enum { GOES_ON, STOPPED, BROKEN } state;
};

static void
take_event(struct stream *s, struct js event)
{
	struct js type = js_get(event, "type"), index = js_get(event, "index");
	struct claude_answer *a = s->a;

	if (js_is(type, "message_start")) {
		keep_text(&a->model, js_at(event, "message.model"));
		keep_count(&a->input_tokens,
		    js_at(event, "message.usage.input_tokens"));
	} else if (js_is(type, "content_block_start")) {
		if (s->block < 0 &&
		    js_is(js_at(event, "content_block.type"), "text"))
			s->block = js_number(index);
	} else if (js_is(type, "content_block_delta")) {
		if (s->block == js_number(index) &&
		    js_is(js_at(event, "delta.type"), "text_delta"))
			add_text(&a->text, js_at(event, "delta.text"));
	} else if (js_is(type, "message_delta")) {
		keep_text(&a->stop_reason, js_at(event, "delta.stop_reason"));
		keep_count(
		    &a->output_tokens, js_at(event, "usage.output_tokens"));
	} else if (js_is(type, "message_stop")) {
		s->state = STOPPED;
	} else if (js_is(type, "error")) {
		keep_error(a, event);
		s->state = BROKEN;
	}
}

/* The empty line that ends an event. */
static void
end_event(struct stream *s)
{
	struct str data = buf_view(&s->data);

	if (s->has_data && js_check(data.p, data.n, NULL))
		s->state = BROKEN;
	else if (s->has_data)
		take_event(s, js_of(data));
	s->data.n = 0;
	s->has_data = false;
}

/* A line of a stream. Its only field that counts is data; the line may be a
 * comment. */
static void
take_line(struct stream *s, struct str line)
{
	static const char field[] = "data:";
	size_t n = sizeof(field) - 1;

	if (!line.n) {
		end_event(s);
		return;
	}
	if (line.n < n || memcmp(line.p, field, n) != 0)
		return;
	n += line.n > n && line.p[n] == ' ';
	if (s->has_data)
		buf_byte(&s->data, '\n');
	buf_add(&s->data, line.p + n, line.n - n);
	s->has_data = true;
}

/* Takes the next line that has an end, which is LF, CRLF or CR; false if there
 * is none. */
static bool
next_line(struct str *rest, struct str *line)
{
	size_t n = 0;

	while (n < rest->n && rest->p[n] != '\n' && rest->p[n] != '\r')
		n++;
	if (n == rest->n)
		return false;
	*line = (struct str){ rest->p, n };
	n += n + 1 < rest->n && rest->p[n] == '\r' && rest->p[n + 1] == '\n';
	*rest = (struct str){ rest->p + n + 1, rest->n - n - 1 };
	return true;
}

bool
claude_read_stream(struct claude_answer *a, struct str body)
{
	struct stream s = { .a = a, .block = -1 };
	struct str line;

	if (body.n >= 3 && !memcmp(body.p, "\xef\xbb\xbf", 3))
		body = (struct str){ body.p + 3, body.n - 3 };
	while (s.state == GOES_ON && next_line(&body, &line))
		take_line(&s, line);
	buf_free(&s.data);
	return s.state == STOPPED;
}

bool
claude_read_object(struct claude_answer *a, struct str body)
{
	struct js answer, content, block;

	if (js_check(body.p, body.n, NULL))
		return false;
	answer = js_of(body);
	content = js_get(answer, "content");
	if (content.type != JS_ARRAY)
		return false;
	for (struct js_walk w = js_walk(content); js_item(&w, &block);)
		if (js_is(js_get(block, "type"), "text")) {
			add_text(&a->text, js_get(block, "text"));
			break;
		}
	keep_text(&a->model, js_get(answer, "model"));
	keep_text(&a->stop_reason, js_get(answer, "stop_reason"));
	keep_count(&a->input_tokens, js_at(answer, "usage.input_tokens"));
	keep_count(&a->output_tokens, js_at(answer, "usage.output_tokens"));
	return true;
}

void
claude_read_error(struct claude_answer *a, struct str body)
{
	if (!js_check(body.p, body.n, NULL))
		keep_error(a, js_of(body));
}
