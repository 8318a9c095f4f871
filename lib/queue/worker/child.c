#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/err.h"
#include "queue/worker/child.h"

static volatile pid_t *groups; /* shared with the guard */
static size_t n_groups;

/* Waits for the end of the worker, whose end of the pipe closes. */
static _Noreturn void
guard(int pipe)
{
	sigset_t all;
	ssize_t n;
	char c;

	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	setsid();
	prctl(PR_SET_NAME, "queue-guard");
	dup2(pipe, STDIN_FILENO);
	close_range(STDOUT_FILENO, ~0U, 0);
	do
		n = read(STDIN_FILENO, &c, 1);
	while (n < 0 && errno == EINTR);
	for (size_t i = 0; i < n_groups; i++)
		if (groups[i] > 0)
			kill(-groups[i], SIGKILL);
	_exit(0);
}

void
child_guard(size_t max)
{
	void *p = mmap(NULL, max * sizeof(*groups), PROT_READ | PROT_WRITE,
	    MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	int fd[2];
	pid_t pid;

	if (p == MAP_FAILED || pipe2(fd, O_CLOEXEC) < 0)
		die("guard:");
	groups = p;
	n_groups = max;
	pid = fork();
	if (pid < 0)
		die("fork:");
	if (!pid)
		guard(fd[0]);
	close(fd[0]);
	/* fd[1] stays open as long as this process lives. */
}

static int
input_file(struct str input)
{
	int fd = memfd_create("job", MFD_CLOEXEC);

	for (size_t at = 0; fd >= 0 && at < input.n;) {
		ssize_t n = pwrite(fd, input.p + at, input.n - at, (off_t)at);

		if (n < 0) {
			close(fd);
			return -1;
		}
		at += (size_t)n;
	}
	return fd;
}

struct start {
	const char *path;
	char *const *argv, *const *env;
	int in, out, err;
	pid_t parent;
	volatile pid_t *guarded;
};

/* In the child, which shares the parent's memory until execve. */
static _Noreturn void
become(const struct start *s)
{
	static const char failed[] = "cannot be executed\n";
	sigset_t none;

	sigemptyset(&none);
	signal(SIGPIPE, SIG_DFL);
	setpgid(0, 0);
	*s->guarded = getpid();
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != s->parent)
		_exit(127);
	dup2(s->in, STDIN_FILENO);
	dup2(s->out, STDOUT_FILENO);
	dup2(s->err, STDERR_FILENO);
	sigprocmask(SIG_SETMASK, &none, NULL);
	execvpe(s->path, s->argv, s->env);
	if (write(STDERR_FILENO, failed, sizeof(failed) - 1) < 0)
		_exit(126);
	_exit(127);
}

/* The caller's variables would not survive vfork in registers. */
static __attribute__((noinline)) pid_t
spawn(const struct start *s)
{
	pid_t pid = vfork();

	if (!pid)
		become(s);
	return pid;
}

static void
close_if(int fd)
{
	if (fd >= 0)
		close(fd);
}

bool
child_start(struct child *c, size_t slot, const char *path, char *const *argv,
    char *const *env, struct str input)
{
	int out[2] = { -1, -1 }, err[2] = { -1, -1 };
	struct start s = { .path = path,
		.argv = argv,
		.env = env,
		.in = input_file(input),
		.parent = getpid(),
		.guarded = &groups[slot] };

	*c = (struct child){
		.pid = -1, .out = -1, .err = -1, .guarded = &groups[slot]
	};
	if (s.in >= 0 && !pipe2(out, O_CLOEXEC) && !pipe2(err, O_CLOEXEC)) {
		s.out = out[1];
		s.err = err[1];
		c->pid = spawn(&s);
	}
	close_if(s.in);
	close_if(out[1]);
	close_if(err[1]);
	if (c->pid < 0) {
		c->pid = 0;
		close_if(out[0]);
		close_if(err[0]);
		return false;
	}
	c->out = out[0];
	c->err = err[0];
	fcntl(c->out, F_SETFL, O_NONBLOCK);
	fcntl(c->err, F_SETFL, O_NONBLOCK);
	return true;
}

void
child_signal(const struct child *c, int signal)
{
	if (c->pid > 0 && kill(-c->pid, signal) < 0)
		kill(c->pid, signal);
}

void
child_end(struct child *c)
{
	if (c->pid > 0)
		kill(-c->pid, SIGKILL);
	if (c->guarded)
		*c->guarded = 0;
	if (c->out >= 0)
		close(c->out);
	if (c->err >= 0)
		close(c->err);
	*c = (struct child){ .out = -1, .err = -1 };
}
