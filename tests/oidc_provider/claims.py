"""What the provider says of a person."""

from __future__ import annotations

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator


class Claims(OAuth2Validator):
    """Tells the name of the account and an e-mail, verified for those of the province."""

    oidc_claim_scope = None

    def get_additional_claims(self, request: Any) -> dict[str, Any]:
        """Return the claims of the person who signed in."""
        user = request.user
        return {
            "preferred_username": user.get_username(),
            "name": user.get_full_name(),
            "email": user.email,
            "email_verified": user.email.endswith("@mau.example"),
        }
