"""users add, list, disable, enable, password, role, email, scope, review, sign-out; token new, list, revoke."""

from core.calendar import bangkok_day
from core.text import Message
from db.accounts import names, sessions, users
from db.accounts.users import UserInfo
from db.commands.console import OK
from db.commands.context import Context
from db.programs import issued


def add(context: Context) -> int:
    """A new user; the one-time password is printed once."""
    name, role = names.cleaned(context.args.name), context.args.role
    return _show_password(context, name, users.add(context.engine, name, role, actor=context.actor, now=context.now))


def password(context: Context) -> int:
    """A new one-time password; signs the user out everywhere."""
    name = users.find(context.engine, context.args.name).name
    new = users.reset_password(context.engine, name, actor=context.actor, now=context.now)
    return _show_password(context, name, new)


def disable(context: Context) -> int:
    """Shut out."""
    users.disable(context.engine, context.args.name, actor=context.actor, now=context.now)
    return _done(context, "disabled")


def enable(context: Context) -> int:
    """Let in again."""
    users.enable(context.engine, context.args.name, actor=context.actor, now=context.now)
    return _done(context, "enabled")


def role(context: Context) -> int:
    """Another role."""
    users.set_role(context.engine, context.args.name, context.args.role, actor=context.actor, now=context.now)
    return _done(context, "role_is")


def email(context: Context) -> int:
    """The e-mail of a user; none takes it away."""
    args = context.args
    users.set_email(context.engine, args.name, args.email, actor=context.actor, now=context.now)
    return _done(context, "email_is", email=args.email or "-")


def scope(context: Context) -> int:
    """The projects that a user is kept to, and the amphoe in them."""
    args = context.args
    users.set_scope(context.engine, args.name, args.codes, amphoe=args.amphoe, actor=context.actor, now=context.now)
    kept = users.find(context.engine, args.name).amphoe
    return _done(context, "scope_is_amphoe" if kept else "scope_is", scope=args.codes or "–", amphoe=kept or "")


def review(context: Context) -> int:
    """The right to pass what waits for review, given or taken away."""
    args = context.args
    users.set_reviews(context.engine, args.name, reviews=not args.take_away, actor=context.actor, now=context.now)
    return _done(context, "review_taken" if args.take_away else "review_given")


def sign_out(context: Context) -> int:
    """End every sign-in."""
    sessions.sign_out_everywhere(context.engine, context.args.name, actor=context.actor, now=context.now)
    return _done(context, "signed_out")


def list_users(context: Context) -> int:
    """Every user."""
    found = users.list_users(context.engine)
    rows = [
        (
            u.name,
            u.role,
            u.email,
            " ".join(filter(None, (", ".join(u.scope or ()), u.amphoe))),
            f"{u.last_seen:%Y-%m-%d %H:%M}" if u.last_seen else "",
            ", ".join(_states(context, u)),
        )
        for u in found
    ]
    context.console.table(("user_name", "user_role", "email", "scope", "last_seen", "state"), rows)
    context.console.result(
        {
            "users": [
                {
                    "name": u.name,
                    "role": u.role,
                    "disabled": u.disabled,
                    "must_change": u.must_change,
                    "email": u.email,
                    "scope": u.scope,
                    **({"amphoe": u.amphoe} if u.amphoe else {}),
                    **({"reviews": True} if u.reviews else {}),
                    "last_seen": u.last_seen.isoformat() if u.last_seen else None,
                }
                for u in found
            ]
        }
    )
    return OK


def _states(context: Context, user: UserInfo) -> list[str]:
    state = "disabled" if user.disabled else "must change password" if user.must_change else ""
    right = context.console.written(Message("console.may_review")) if user.reviews else ""
    return [said for said in (state, right) if said]


def _show_password(context: Context, name: str, password: str) -> int:
    result = {"ok": True, "name": name, "password": password}
    return context.console.done(result, "one_time_password", name=name, password=password)


def _done(context: Context, what: str, **params: str) -> int:
    user = users.find(context.engine, context.args.name)
    result = {"ok": True, "name": user.name, "role": user.role, "disabled": user.disabled}
    return context.console.done(result, what, name=user.name, role=user.role, **params)


def new_token(context: Context) -> int:
    """A new token, printed once."""
    args = context.args
    token = issued.new(
        context.engine,
        args.name,
        args.role,
        owner=args.owner,
        until=args.until,
        projects=args.codes,
        actor=context.actor,
        now=context.now,
    )
    result = {"ok": True, "name": args.name, "token": token}
    return context.console.done(result, "token_made", name=args.name, token=token)


def revoke_token(context: Context) -> int:
    """End a token."""
    name = context.args.name
    issued.revoke(context.engine, name, actor=context.actor, now=context.now)
    return context.console.done({"ok": True, "name": name}, "token_revoked", name=name)


def list_tokens(context: Context) -> int:
    """Every token, those that are over too."""
    found, console = issued.listed(context.engine), context.console
    rows = [
        (
            one.name,
            one.role,
            ", ".join(one.scope or ()),
            one.owner,
            console.written(bangkok_day(one.last_moment)),
            f"{one.seen_at:%Y-%m-%d %H:%M}" if one.seen_at else "",
            console.written(Message(f"token_state.{one.state(context.now)}")),
        )
        for one in found
    ]
    console.table(("user_name", "user_role", "scope", "token_owner", "token_until", "token_used", "state"), rows)
    console.result(
        {
            "tokens": [
                {
                    "name": one.name,
                    "role": one.role,
                    "scope": one.scope,
                    "owner": one.owner,
                    "expires_at": one.expires_at.isoformat(),
                    "last_used": one.seen_at.isoformat() if one.seen_at else None,
                    "state": one.state(context.now),
                }
                for one in found
            ]
        }
    )
    return OK
