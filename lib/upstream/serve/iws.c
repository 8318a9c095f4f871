/*
 * IWS, the scheduler that starts the nightly processing by a call: POST
 * /traitements, when the server is ready and at every SIGHUP. A process of its
 * own makes the calls, so that requests are answered meanwhile.
 */
#include <signal.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "net/http.h"
#include "upstream/serve/serve.h"
#include "json/js.h"

static int log_fd;
static char *address, *authorization;

/* A line like those of requests; status 0: no answer. */
static void
note_call(struct http *h)
{
	struct buf b = { 0 };

	buf_str(&b, "{\"source\":\"iws\"");
	js_put_member(&b, "method", STR("POST"));
	js_put_member(&b, "url", str_of(address));
	js_put_key(&b, "status");
	buf_fmt(&b, "%ld", h->head.status);
	js_put_member(&b, h->rc ? "error" : "answer",
	    h->rc ? str_of(h->e.msg) : buf_view(&h->body));
	buf_str(&b, "}\n");
	if (log_fd >= 0 && write(log_fd, b.p, b.n) != (ssize_t)b.n)
		complain("write the log:");
	buf_free(&b);
}

static void
call_once(void)
{
	const char *const fields[] = { authorization, NULL };
	struct http_site site = { .timeout = 60 };
	struct http h = { .site = &site,
		.url = address,
		.method = "POST",
		.form = "",
		.fields = fields,
		.secret = true };

	http_do(&h);
	note_call(&h);
	http_reset(&h);
}

static _Noreturn void
call_at_signals(const sigset_t *wanted)
{
	int sig;

	for (;;) {
		call_once();
		sigwait(wanted, &sig);
	}
}

pid_t
iws_start(const char *url, int log, pid_t server)
{
	sigset_t wanted;
	pid_t pid;

	log_fd = log;
	address = xasprintf("%s/traitements", url);
	authorization = xasprintf("Authorization: Bearer %s",
	    secret_of("TRAITEMENT_TOKEN", "traitement-token"));
	sigemptyset(&wanted);
	sigaddset(&wanted, SIGHUP);
	sigprocmask(SIG_BLOCK, &wanted, NULL);
	pid = fork();
	if (pid < 0)
		die("fork:");
	if (!pid) {
		prctl(PR_SET_PDEATHSIG, SIGTERM);
		if (getppid() == server)
			call_at_signals(&wanted);
		_exit(0);
	}
	sigprocmask(SIG_UNBLOCK, &wanted, NULL);
	return pid;
}
