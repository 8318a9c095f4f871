/*
 * Claude's Messages API: the answer to a question about a métier, from
 * DIR/claude: CODE.json for the first code ROME of the question,
 * CODE.completion.json if the question is the second one, default.json if there
 * is no such file.
 */
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "upstream/serve/serve.h"
#include "json/js.h"

#define COMPLETION 8192 /* max_tokens of a second question */
#define DELTA_MAX 40    /* characters */

static void
refuse_request(
    struct answer *a, int status, const char *type, const char *message)
{
	a->own.n = 0;
	buf_fmt(&a->own,
	    "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":"
	    "\"%s\"}}",
	    type, message);
	answer_own(a, "application/json");
	a->status = status;
}

static bool
is_digits(const char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i] < '0' || p[i] > '9')
			return false;
	return true;
}

/* Copies the first code ROME of the text; "" if there is none. */
static void
find_code(struct str text, char code[6])
{
	*code = '\0';
	for (size_t i = 0; i + 5 <= text.n; i++)
		if (text.p[i] >= 'A' && text.p[i] <= 'Z' &&
		    is_digits(text.p + i + 1, 4)) {
			memcpy(code, text.p + i, 5);
			code[5] = '\0';
			return;
		}
}

/* The text of the last message. */
static struct str
question(struct js request, struct buf *scratch)
{
	struct js message, last = { 0 };
	struct js_walk w = js_walk(js_get(request, "messages"));

	while (js_item(&w, &message))
		last = message;
	return js_text(js_get(last, "content"), scratch);
}

/* Maps the file that answers the question. */
static bool
map_answer(struct answer *a, struct js request, struct str text)
{
	bool second = js_number(js_get(request, "max_tokens")) == COMPLETION;
	char code[6], name[48];

	find_code(text, code);
	snprintf(name, sizeof(name), "claude/%s%s.json", code,
	    second ? ".completion" : "");
	return (*code && file_map(a, name)) ||
	       file_map(a, "claude/default.json");
}

/* ---- the forms of an answer ---- */

static void
put_usage(struct buf *b, struct js file, long long written)
{
	buf_str(b, ",\"usage\":{\"input_tokens\":");
	js_put_raw(b, js_get(file, "input_tokens"));
	buf_fmt(b, ",\"output_tokens\":%lld}", written);
}

static void
put_whole(struct buf *b, struct js request, struct js file, uint64_t n)
{
	buf_fmt(b,
	    "{\"id\":\"msg_%llu\",\"type\":\"message\",\"role\":\"assistant\","
	    "\"model\":",
	    (unsigned long long)n);
	js_put_raw(b, js_get(request, "model"));
	buf_str(b, ",\"content\":[{\"type\":\"text\",\"text\":");
	js_put_raw(b, js_get(file, "text"));
	buf_str(b, "}],\"stop_reason\":");
	js_put_raw(b, js_get(file, "stop_reason"));
	buf_str(b, ",\"stop_sequence\":null");
	put_usage(b, file, (long long)js_number(js_get(file, "output_tokens")));
	buf_byte(b, '}');
}

static void
begin_event(struct buf *b, const char *type)
{
	buf_fmt(b, "event: %s\ndata: {\"type\":\"%s\"", type, type);
}

static void
end_event(struct buf *b)
{
	buf_str(b, "}\n\n");
}

static void
put_delta(struct buf *b, struct str text)
{
	begin_event(b, "content_block_delta");
	buf_str(b, ",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":");
	js_put_text(b, text);
	buf_byte(b, '}');
	end_event(b);
}

/* Deltas of 1 to DELTA_MAX characters. */
static void
put_deltas(struct buf *b, struct str text)
{
	for (unsigned k = 0; text.n; k++) {
		unsigned left = 1 + k * 17 % DELTA_MAX;
		size_t n = 0, length;

		for (; left && n < text.n; left--, n += length)
			if (!(length = utf8_len(text.p + n, text.n - n)))
				length = 1;
		put_delta(b, (struct str){ text.p, n });
		text = (struct str){ text.p + n, text.n - n };
	}
}

static void
put_events(struct buf *b, struct js request, struct js file, uint64_t n)
{
	struct buf scratch = { 0 };

	begin_event(b, "message_start");
	buf_fmt(b,
	    ",\"message\":{\"id\":\"msg_%llu\",\"type\":\"message\","
	    "\"role\":\"assistant\",\"content\":[],\"stop_reason\":null,"
	    "\"model\":",
	    (unsigned long long)n);
	js_put_raw(b, js_get(request, "model"));
	put_usage(b, file, 1);
	buf_byte(b, '}');
	end_event(b);
	begin_event(b, "content_block_start");
	buf_str(b,
	    ",\"index\":0,\"content_block\":{\"type\":\"text\",\"text\":\"\"}");
	end_event(b);
	begin_event(b, "ping");
	end_event(b);
	put_deltas(b, js_text(js_get(file, "text"), &scratch));
	begin_event(b, "content_block_stop");
	buf_str(b, ",\"index\":0");
	end_event(b);
	begin_event(b, "message_delta");
	buf_str(b, ",\"delta\":{\"stop_reason\":");
	js_put_raw(b, js_get(file, "stop_reason"));
	buf_str(b, ",\"stop_sequence\":null},\"usage\":{\"output_tokens\":");
	js_put_raw(b, js_get(file, "output_tokens"));
	buf_byte(b, '}');
	end_event(b);
	begin_event(b, "message_stop");
	end_event(b);
	buf_free(&scratch);
}

static void
answer_question(const struct request *r, struct answer *a, struct js request)
{
	struct buf scratch = { 0 };
	struct str text = question(request, &scratch);
	bool stream = js_get(request, "stream").type == JS_TRUE;
	struct js file;

	if (!text.p || js_get(request, "model").type != JS_STRING ||
	    js_get(request, "max_tokens").type != JS_NUMBER)
		refuse_request(a, 400, "invalid_request_error",
		    "model, max_tokens, messages: needed");
	else if (!map_answer(a, request, text))
		refuse_request(a, 500, "api_error", "no claude/default.json");
	else {
		file = js_of(a->body);
		a->own.n = 0;
		if (stream)
			put_events(&a->own, request, file, r->n);
		else
			put_whole(&a->own, request, file, r->n);
		answer_own(a, stream ? "text/event-stream; charset=utf-8"
				     : "application/json");
		a->events = stream;
	}
	buf_free(&scratch);
}

void
serve_claude(const struct request *r, struct answer *a)
{
	const char *key = request_header(r, "x-api-key");

	if (strcmp(r->path, "/v1/messages") != 0)
		refuse_request(a, 404, "not_found_error", "no such thing");
	else if (strcmp(r->method, "POST") != 0)
		refuse_request(
		    a, 405, "invalid_request_error", "POST is needed");
	else if (!key ||
		 strcmp(key, secret_of("ANTHROPIC_API_KEY", "sk-ant-test")))
		refuse_request(
		    a, 401, "authentication_error", "invalid x-api-key");
	else if (!request_header(r, "anthropic-version"))
		refuse_request(a, 400, "invalid_request_error",
		    "anthropic-version: header is needed");
	else if (js_check(r->body.p, r->body.n, NULL))
		refuse_request(
		    a, 400, "invalid_request_error", "the body is no JSON");
	else
		answer_question(
		    r, a, js_of((struct str){ r->body.p, r->body.n }));
}

/* ---- faults ---- */

void
claude_overloaded(struct answer *a, long retry_after)
{
	char text[24];

	refuse_request(a, 529, "overloaded_error", "Overloaded");
	snprintf(text, sizeof(text), "%ld", retry_after);
	if (retry_after >= 0)
		answer_header(a, "Retry-After", text);
}

void
claude_break_stream(struct answer *a)
{
	struct buf b = { 0 };
	size_t n = a->body.n / 2;
	const char *end = memmem(a->body.p + n, a->body.n - n, "\n\n", 2);

	buf_add(&b, a->body.p, end ? (size_t)(end - a->body.p) + 2 : 0);
	begin_event(&b, "error");
	buf_str(&b, ",\"error\":{\"type\":\"overloaded_error\",\"message\":"
		    "\"Overloaded\"}");
	end_event(&b);
	buf_free(&a->own);
	a->own = b;
	a->body = buf_view(&a->own);
}
