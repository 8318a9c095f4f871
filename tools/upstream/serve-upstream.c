/*
 * serve-upstream: serves a directory of raw files by the sources' own
 * protocols, on a port of 127.0.0.1, with faults on demand.
 *
 * Each connection has its own process, so that one can break, wait or fail
 * without affecting the others.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/err.h"
#include "base/opt.h"
#include "base/out.h"
#include "upstream/serve/serve.h"

enum {
	OPT_PORT_FILE = 256,
	OPT_FAULT,
	OPT_FAULTS,
	OPT_IWS,
	OPT_LOG,
	OPT_RANDOM,
	OPT_SEED
};

static const struct opt opts[] = {
	{ OPT_FAULT, "fault", "RULE", "SOURCE:K:WHAT[=ARG], see the manual" },
	{ OPT_FAULTS, "faults", "FILE", "rules, read again when FILE changes" },
	{ OPT_IWS, "iws", "URL", "start traitements there, as IWS does" },
	{ OPT_LOG, "log", "FILE", "append a line of JSON for each request" },
	{ 'p', "port", "PORT", "the port; 0 (default): any that is free" },
	{ OPT_PORT_FILE, "port-file", "FILE", "write the port there" },
	{ OPT_RANDOM, "random", "N", "N faults at random, then no more" },
	{ OPT_SEED, "seed", "N", "which they are (default 1)" },
	{ 0, NULL, NULL, NULL },
};

static struct options {
	struct serving serving;
	const char *port_file, *log, *iws;
	long port, random, seed;
} cl = { .serving.log = -1, .seed = 1 };

static void
parse_option(int c)
{
	struct err e;

	switch (c) {
	case OPT_FAULT:
		if (fault_rule(opt_arg, &e))
			opt_wrong("--fault %s", e.msg);
		break;
	case OPT_FAULTS:
		cl.serving.faults = opt_arg;
		break;
	case OPT_IWS:
		cl.iws = opt_arg;
		break;
	case OPT_LOG:
		cl.log = opt_arg;
		break;
	case 'p':
		cl.port = opt_number("--port", opt_arg, 0, 65535);
		break;
	case OPT_PORT_FILE:
		cl.port_file = opt_arg;
		break;
	case OPT_RANDOM:
		cl.random = opt_number("--random", opt_arg, 0, 999999999);
		break;
	case OPT_SEED:
		cl.seed = opt_number("--seed", opt_arg, 0, 999999999);
		break;
	}
}

static pid_t iws; /* makes the calls of --iws */

/* Returns a listening socket and sets its port. */
static int
listen_at(long port, unsigned *got)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t n = sizeof(at);

	if (fd < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) < 0 ||
	    bind(fd, (struct sockaddr *)&at, sizeof(at)) < 0 ||
	    listen(fd, SOMAXCONN) < 0 ||
	    getsockname(fd, (struct sockaddr *)&at, &n) < 0)
		die("listen at 127.0.0.1:%ld:", port);
	*got = ntohs(at.sin_port);
	return fd;
}

static void
write_port(const char *path, unsigned port)
{
	struct out o;

	out_open(&o, path);
	buf_fmt(&o.buf, "%u\n", port);
	out_close(&o);
}

static _Noreturn void
on_end(int sig)
{
	(void)sig;
	_exit(0);
}

static void
on_hangup(int sig)
{
	kill(iws, sig);
}

/* Ends the connections with the server. */
static void
serve_in_child(int fd, pid_t server)
{
	prctl(PR_SET_PDEATHSIG, SIGTERM);
	if (getppid() == server)
		serve_connection(&cl.serving, fd);
}

static _Noreturn void
serve_forever(int listening)
{
	pid_t server = getpid();

	for (;;) {
		int fd = accept4(listening, NULL, NULL, SOCK_CLOEXEC);
		pid_t pid;

		if (fd < 0 && (errno == EINTR || errno == ECONNABORTED))
			continue;
		if (fd < 0)
			die("accept:");
		pid = fork();
		if (!pid) {
			close(listening);
			serve_in_child(fd, server);
			exit(0);
		}
		if (pid < 0)
			complain("fork:");
		close(fd);
	}
}

static void
open_all(void)
{
	struct stat st;

	if (stat(serve_dir, &st) < 0)
		die("%s:", serve_dir);
	if (cl.log)
		cl.serving.log = open(
		    cl.log, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
	if (cl.log && cl.serving.log < 0)
		die("%s:", cl.log);
	fault_file(cl.serving.faults);
}

int
main(int argc, char **argv)
{
	unsigned port;
	int listening, c;

	opt_init(argc, argv,
	    "serve raw files under the protocols of their sources", "DIR",
	    opts);
	serve_open();
	while ((c = opt_next()) >= 0)
		parse_option(c);
	opt_count(1, 1);
	serve_dir = opt_operands[0];
	open_all();
	fault_random((uint64_t)cl.seed, (uint64_t)cl.random);
	listening = listen_at(cl.port, &port);
	snprintf(
	    serve_origin, sizeof(serve_origin), "http://127.0.0.1:%u", port);
	if (cl.port_file)
		write_port(cl.port_file, port);
	signal(SIGCHLD, SIG_IGN); /* after write_port, which has its own */
	signal(SIGTERM, on_end);
	signal(SIGINT, on_end);
	out_line("%s", serve_origin);
	if (cl.iws) {
		iws = iws_start(cl.iws, cl.serving.log, getpid());
		signal(SIGHUP, on_hangup);
	}
	serve_forever(listening);
}
