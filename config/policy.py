"""The Content-Security-Policy header, composed once for all answers that share the site's own."""

from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy

# What django-csp's decorators leave on the answers of views with a policy of their own.
OWN = ("_csp_config", "_csp_update", "_csp_replace", "_csp_exempt")


@cache
def policy() -> str:
    return build_policy()


class PolicyMiddleware(CSPMiddleware):
    """django-csp's, which would compose the same words for every scan. The site uses no nonces."""

    def process_request(self, request):
        """Nothing to prepare."""

    def process_response(self, request, response):
        if any(hasattr(response, name) for name in OWN):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, policy())
        return response
