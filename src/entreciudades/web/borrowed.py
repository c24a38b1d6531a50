"""Words of Django and allauth that people meet here, marked so that our catalogues hold them.

Both libraries bring catalogues of their own, but allauth's Portuguese is bound to a country (``pt_BR``, ``pt_PT``) and
so is not found for ``pt``, and Django's ``pt`` is incomplete: what it lacks would appear in Spanish. Nobody imports
this module; ``scripts/catalogues.py`` reads it.
"""

# ruff: noqa: E501 - a message is the library's, to the letter
from django.utils.translation import gettext_lazy, ngettext_lazy

ALLAUTH = (
    gettext_lazy("Authenticator code"),
    gettext_lazy("Code"),
    gettext_lazy("Incorrect code."),
    gettext_lazy("Use a security key"),
    gettext_lazy("Use authenticator app or code"),
    gettext_lazy("Use your password"),
    gettext_lazy("You cannot generate recovery codes without having two-factor authentication enabled."),
    gettext_lazy("Account Inactive"),
    gettext_lazy("This account is inactive."),
    gettext_lazy("Confirm Access"),
    gettext_lazy("Please reauthenticate to safeguard your account."),
    gettext_lazy("Alternative options"),
    gettext_lazy("Hello from %(site_name)s!"),
    gettext_lazy("Thank you for using %(site_name)s!\n%(site_domain)s"),
    gettext_lazy("You are receiving this mail because the following change was made to your account:"),
    gettext_lazy(
        "If you do not recognize this change then please take proper security precautions immediately. The change to your account originates from:\n\n- IP address: %(ip)s\n- Browser: %(user_agent)s\n- Date: %(timestamp)s"
    ),
    gettext_lazy("Your email has been changed from %(from_email)s to %(to_email)s."),
    gettext_lazy("Email Changed"),
    gettext_lazy("Your email has been confirmed."),
    gettext_lazy("Email Confirmation"),
    gettext_lazy(
        "You're receiving this email because user %(user_display)s has given your email address to register an account on %(site_domain)s."
    ),
    gettext_lazy("To confirm this is correct, go to %(activate_url)s"),
    gettext_lazy("Please Confirm Your Email Address"),
    gettext_lazy("Email address %(deleted_email)s has been removed from your account."),
    gettext_lazy("Email Removed"),
    gettext_lazy("Your password has been changed."),
    gettext_lazy("Password Changed"),
    gettext_lazy(
        "You're receiving this email because you or someone else has requested a password reset for your user account.\nIt can be safely ignored if you did not request a password reset. Click the link below to reset your password."
    ),
    gettext_lazy("In case you forgot, your username is %(username)s."),
    gettext_lazy("Password Reset Email"),
    gettext_lazy("Your password has been reset."),
    gettext_lazy("Password Reset"),
    gettext_lazy("Email Addresses"),
    gettext_lazy("The following email addresses are associated with your account:"),
    gettext_lazy("Verified"),
    gettext_lazy("Unverified"),
    gettext_lazy("Primary"),
    gettext_lazy("Make Primary"),
    gettext_lazy("Re-send Verification"),
    gettext_lazy("Add Email Address"),
    gettext_lazy("Add Email"),
    gettext_lazy("Do you really want to remove the selected email address?"),
    gettext_lazy("Email Address"),
    gettext_lazy("Current email"),
    gettext_lazy("Changing to"),
    gettext_lazy("Your email address is still pending verification."),
    gettext_lazy("Cancel Change"),
    gettext_lazy("Change to"),
    gettext_lazy("Change Email"),
    gettext_lazy("Confirm Email Address"),
    gettext_lazy(
        'Please confirm that <a href="mailto:%(email)s">%(email)s</a> is an email address for user %(user_display)s.'
    ),
    gettext_lazy("Confirm"),
    gettext_lazy("Unable to confirm %(email)s because it is already confirmed by a different account."),
    gettext_lazy(
        'This email confirmation link expired or is invalid. Please <a href="%(email_url)s">issue a new email confirmation request</a>.'
    ),
    gettext_lazy("Sign In"),
    gettext_lazy("Sign Out"),
    gettext_lazy("Are you sure you want to sign out?"),
    gettext_lazy("You cannot remove your primary email address (%(email)s)."),
    gettext_lazy("Confirmation email sent to %(email)s."),
    gettext_lazy("You have confirmed %(email)s."),
    gettext_lazy("Removed email address %(email)s."),
    gettext_lazy("Successfully signed in as %(name)s."),
    gettext_lazy("You have signed out."),
    gettext_lazy("Password successfully changed."),
    gettext_lazy("Primary email address set."),
    gettext_lazy("Your primary email address must be verified."),
    gettext_lazy("Change Password"),
    gettext_lazy(
        "Forgotten your password? Enter your email address below, and we'll send you an email allowing you to reset it."
    ),
    gettext_lazy("Reset My Password"),
    gettext_lazy("Please contact us if you have any trouble resetting your password."),
    gettext_lazy(
        "We have sent you an email. If you have not received it please check your spam folder. Otherwise contact us if you do not receive it in a few minutes."
    ),
    gettext_lazy("Bad Token"),
    gettext_lazy(
        'The password reset link was invalid, possibly because it has already been used.  Please request a <a href="%(passwd_reset_url)s">new password reset</a>.'
    ),
    gettext_lazy("Cancel"),
    gettext_lazy("Your password is now changed."),
    gettext_lazy("Enter your password:"),
    gettext_lazy("Note"),
    gettext_lazy("You are already logged in as %(user_display)s."),
    gettext_lazy("Warning:"),
    gettext_lazy(
        "You currently do not have any email address set up. You should really add an email address so you can receive notifications, reset your password, etc."
    ),
    gettext_lazy("Verify Your Email Address"),
    gettext_lazy(
        "We have sent an email to you for verification. Follow the link provided to finalize the signup process. If you do not see the verification email in your main inbox, check your spam folder. Please contact us if you do not receive the verification email within a few minutes."
    ),
    gettext_lazy(
        "This part of the site requires us to verify that\nyou are who you claim to be. For this purpose, we require that you\nverify ownership of your email address. "
    ),
    gettext_lazy(
        "We have sent an email to you for\nverification. Please click on the link inside that email. If you do not see the verification email in your main inbox, check your spam folder. Otherwise\ncontact us if you do not receive it within a few minutes."
    ),
    gettext_lazy('<strong>Note:</strong> you can still <a href="%(email_url)s">change your email address</a>.'),
    gettext_lazy("Sign Up Closed"),
    gettext_lazy("We are sorry, but the sign up is currently closed."),
    gettext_lazy("This account is currently inactive."),
    gettext_lazy("You cannot remove your primary email address."),
    gettext_lazy("This email address is already associated with this account."),
    gettext_lazy("The email address and/or password you specified are not correct."),
    gettext_lazy("A user is already registered with this email address."),
    gettext_lazy("Please type your current password."),
    gettext_lazy("Incorrect password."),
    gettext_lazy("Invalid or expired key."),
    gettext_lazy("The password reset token was invalid."),
    gettext_lazy("You cannot add more than %d email addresses."),
    gettext_lazy("Too many failed login attempts. Try again later."),
    gettext_lazy("The new value must be different from the current one."),
    gettext_lazy("Be patient, you are sending too many requests."),
    gettext_lazy("Use your password"),
    gettext_lazy("Email"),
    gettext_lazy("Email address"),
    gettext_lazy("Forgot your password?"),
    gettext_lazy("You must type the same password each time."),
    gettext_lazy("Remember Me"),
    gettext_lazy("Login"),
    gettext_lazy("Current Password"),
    gettext_lazy("New Password"),
    gettext_lazy("New Password (again)"),
)
DJANGO = (
    gettext_lazy("This field is required."),
    gettext_lazy("Enter a whole number."),
    gettext_lazy("Enter a number."),
    gettext_lazy("Enter a valid date."),
    gettext_lazy("Enter a valid time."),
    gettext_lazy("Enter a valid date/time."),
    gettext_lazy("No file was submitted. Check the encoding type on the form."),
    gettext_lazy("No file was submitted."),
    gettext_lazy("The submitted file is empty."),
    ngettext_lazy(
        "Ensure this filename has at most %(max)d character (it has %(length)d).",
        "Ensure this filename has at most %(max)d characters (it has %(length)d).",
        1,
    ),
    gettext_lazy("Please either submit a file or check the clear checkbox, not both."),
    gettext_lazy("Upload a valid image. The file you uploaded was either not an image or a corrupted image."),
    gettext_lazy("Enter a valid URL."),
    gettext_lazy("Select a valid choice. %(value)s is not one of the available choices."),
    gettext_lazy("Enter a list of values."),
    gettext_lazy("Enter a complete value."),
    gettext_lazy("Enter a valid JSON."),
    gettext_lazy("and"),
    gettext_lazy("Select a valid choice. That choice is not one of the available choices."),
    gettext_lazy("“%(pk)s” is not a valid value."),
    gettext_lazy("Clear"),
    gettext_lazy("Currently"),
    gettext_lazy("Enter a valid value."),
    gettext_lazy("Enter a valid domain name."),
    gettext_lazy("Enter a valid integer."),
    gettext_lazy("Enter a valid email address."),
    gettext_lazy("Enter a valid “slug” consisting of letters, numbers, underscores or hyphens."),
    gettext_lazy("Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens."),
    gettext_lazy("Ensure this value is %(limit_value)s (it is %(show_value)s)."),
    gettext_lazy("Ensure this value is less than or equal to %(limit_value)s."),
    gettext_lazy("Ensure this value is greater than or equal to %(limit_value)s."),
    ngettext_lazy(
        "Ensure this value has at least %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at least %(limit_value)d characters (it has %(show_value)d).",
        1,
    ),
    ngettext_lazy(
        "Ensure this value has at most %(limit_value)d character (it has %(show_value)d).",
        "Ensure this value has at most %(limit_value)d characters (it has %(show_value)d).",
        1,
    ),
    ngettext_lazy(
        "Ensure that there are no more than %(max)s digit in total.",
        "Ensure that there are no more than %(max)s digits in total.",
        1,
    ),
    ngettext_lazy(
        "Ensure that there are no more than %(max)s decimal place.",
        "Ensure that there are no more than %(max)s decimal places.",
        1,
    ),
    ngettext_lazy(
        "Ensure that there are no more than %(max)s digit before the decimal point.",
        "Ensure that there are no more than %(max)s digits before the decimal point.",
        1,
    ),
    gettext_lazy("File extension “%(extension)s” is not allowed. Allowed extensions are: %(allowed_extensions)s."),
    gettext_lazy("Null characters are not allowed."),
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
        1,
    ),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        1,
    ),
    gettext_lazy("The password is too similar to the %(verbose_name)s."),
    gettext_lazy("Your password can’t be too similar to your other personal information."),
    gettext_lazy("This password is too common."),
    gettext_lazy("Your password can’t be a commonly used password."),
    gettext_lazy("This password is entirely numeric."),
    gettext_lazy("Your password can’t be entirely numeric."),
    gettext_lazy("This field cannot be null."),
    gettext_lazy("This field cannot be blank."),
    gettext_lazy("%(model_name)s with this %(field_label)s already exists."),
    gettext_lazy("%(model_name)s with this %(field_labels)s already exists."),
    gettext_lazy("Constraint “%(name)s” is violated."),
)
