"""The posts that a sheet's owners mean, as the admin answered: those there are, and new ones."""

from improvement.keeping.forms.choices import free_key
from improvement.spreadsheets.foreign_plan.tracker import bare_words


class NamedPosts:
    """Every post that an answer names, as the draft names it, by its key."""

    def __init__(self, posts: list):
        self.there = {post.key: {"key": post.key, "post": post.post} for post in posts}
        self.named: dict[str, dict] = {}
        self.by_words = {bare_words(post["post"]): post for post in self.there.values()}

    def key(self, answer: dict) -> str:
        """The key of the post that was answered; nothing where none is."""
        said = answer.get("post", "")
        if said.startswith("post:"):
            return self.existing(said.removeprefix("post:"))
        name = answer.get("name", "")
        return self._called(name[:150]) if said == "new" and name else ""

    def existing(self, key: str) -> str:
        if key not in self.there:
            return ""
        self.named[key] = self.there[key]
        return key

    def _called(self, name: str) -> str:
        post = self.by_words.get(bare_words(name))
        if post is None:
            taken = {*self.there, *self.named}
            key = free_key(name, taken, 60) or free_key("post", taken, 60)
            post = self.by_words[bare_words(name)] = {"key": key, "post": name}
        self.named[post["key"]] = post
        return post["key"]

    def new_among(self, keys: set[str]) -> list[str]:
        """The names of those that are not there yet."""
        return [post["post"] for key, post in self.named.items() if key in keys - {*self.there}]

    def words(self, key: str) -> str:
        return self.named[key]["post"]
