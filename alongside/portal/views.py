from django.http import HttpResponse

from alongside.people.http import Request


def home(request: Request) -> HttpResponse:
    return HttpResponse("home")
